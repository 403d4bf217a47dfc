import { closedPort, drop, inTurn, json, type Respond, stubServer, text } from '@partner-apis/test-kit';
import { describe, expect, it } from 'vitest';
import { run, served } from './support/run.ts';

interface Report {
  ok: boolean;
  vendors: { vendor: string; ok: boolean; checks: { name: string; status: string; detail: string }[] }[];
}

/** Exit code, and per vendor `name:status` of each line. */
async function doctor(env: Record<string, string>, ...args: string[]) {
  const { code, out, err } = await run(env, 'doctor', '--json', ...args);
  if (err !== '') throw new Error(err);
  const report = JSON.parse(out) as Report;
  const lines = report.vendors.map(({ vendor, checks }) => [
    vendor,
    ...checks.map(({ name, status }) => `${name}:${status}`),
  ]);
  return { code, ok: report.ok, lines, out };
}

/** The last line of the only vendor. */
async function last(env: Record<string, string>) {
  const { code, lines } = await doctor(env);
  return { code, line: lines[0]?.at(-1) };
}

/** Answers as another machine would whose clock differs by so much. */
const at =
  (ms: number, respond: Respond): Respond =>
  (request, response, count) => {
    response.setHeader('date', new Date(Date.now() + ms).toUTCString());
    respond(request, response, count);
  };

describe('doctor', () => {
  it('finds all vendors well, takes nothing, changes nothing and prints no secret', async () => {
    const { sandbox, env } = await served();
    sandbox.astral.publish({ code: 'a' });
    sandbox.reestro.addEvent();
    const { code, ok, lines, out } = await doctor(env);
    expect(lines).toEqual([
      ['astral', 'settings:ok', 'address:ok', 'tunnel:ok', 'platform:ok', 'key:ok', 'read:ok', 'clock:ok'],
      [
        'stormwall',
        'settings:ok',
        'address:ok',
        'connection:ok',
        'token:ok',
        'rights:ok',
        'read:ok',
        'clock:ok',
        'connection:ok',
        'v3 key:ok',
        'v3 rights:ok',
        'v3 read:ok',
      ],
      [
        'asna',
        'settings:ok',
        'address:ok',
        'token endpoint:ok',
        'token:ok',
        'connection:ok',
        'access:ok',
        'rights:ok',
        'read:ok',
        'clock:ok',
      ],
      [
        'reestro',
        'settings:ok',
        'address:ok',
        'connection:ok',
        'key:ok',
        'organization:ok',
        'feed:ok',
        'oldest event:ok',
        'clock:ok',
      ],
    ]);
    expect({ code, ok }).toEqual({ code: 0, ok: true });
    expect(sandbox.astral.pending()).toHaveLength(1);
    const methods = sandbox.requests().map(({ vendor, method }) => `${vendor} ${method}`);
    expect(methods.filter((made) => !made.endsWith('GET'))).toEqual(['asna POST']);
    for (const [name, value] of Object.entries(env))
      if (!name.endsWith('_URL')) expect(out).not.toContain(value);
  });

  it('prints for people, goes on after a vendor that fails, and only looks at those named', async () => {
    const { env } = await served();
    const { code, out } = await run({ ...env, ASTRAL_API_KEY: 'wrong' }, 'doctor', 'astral', 'reestro');
    expect(code).toBe(1);
    expect(out).toMatch(
      /^Astral\.Platform\n {2}✓ settings .*\n[^]*✗ key .*refused.*\n +The platform refused apiKey/,
    );
    expect(out).toMatch(/\n\nKontur\.Reestro\n {2}✓ settings/);
    expect(out).not.toMatch(/Stormwall|ASNA/);
    expect(out, 'no colours in a pipe').not.toContain('\u001b');
  });

  it.each([
    [[], 2, 'Nothing is configured'],
    [['kontur'], 2, "There is no vendor 'kontur'; there are astral, stormwall, asna, reestro."],
    [['--jsn'], 2, "Unknown option '--jsn'"],
  ])('refuses %j', async (args, code, sentence) => {
    const outcome = await run({}, 'doctor', ...args);
    expect(outcome).toMatchObject({ code, out: '' });
    expect(outcome.err).toContain(sentence);
    expect(outcome.err).not.toMatch(/\n\s+at /);
  });
});

describe('doctor astral', () => {
  const env = (url: string) => ({ ASTRAL_BASE_URL: url, ASTRAL_API_KEY: 'key' });

  it('tells that nothing listens from a far side that is dead', async () => {
    const closed = env(`http://127.0.0.1:${await closedPort()}`);
    const { out } = await doctor(closed);
    expect(out).toContain('Nothing listens');
    await using far = await stubServer(drop);
    const dead = await doctor(env(far.url));
    expect(dead.out).toContain('its far side does not answer');
    expect(dead).toMatchObject({
      code: 1,
      lines: [['astral', 'settings:ok', 'address:ok', 'tunnel:failed']],
    });
  });

  it('tells the platform from something else that answers, and a key refused from one not judged', async () => {
    await using stranger = await stubServer(text('<html>hello</html>'));
    expect(await last(env(stranger.url))).toEqual({ code: 1, line: 'platform:failed' });
    const { env: sandboxed, sandbox } = await served();
    const only = env(sandboxed['ASTRAL_BASE_URL'] ?? '');
    expect(await last(only)).toEqual({ code: 1, line: 'key:failed' });
    sandbox.faults.inject({ vendor: 'astral', operation: 'events.get', kind: 'status', status: 503 });
    expect((await doctor(only)).out).toContain('did not say whether it accepts the key');
  });
});

describe('doctor stormwall', () => {
  const env = (url: string) => ({ STORMWALL_BASE_URL: url, STORMWALL_TOKEN: 'token' });

  it.each([
    [401, 'token:failed'],
    [403, 'rights:failed'],
    [500, 'read:failed'],
  ])('knows what %i means', async (status, line) => {
    await using server = await stubServer(json({}, status));
    expect(await last(env(server.url))).toEqual({ code: 1, line });
    expect(server.requests).toHaveLength(1);
  });

  it('says when nobody answers', async () => {
    const at = `http://127.0.0.1:${await closedPort()}`;
    expect(await last(env(at))).toEqual({ code: 1, line: 'connection:failed' });
  });
});

describe('doctor asna', () => {
  const env = (url: string, tokenUrl: string) => ({
    ASNA_BASE_URL: url,
    ASNA_CLIENT_ID: 'id',
    ASNA_CLIENT_SECRET: 'hush-hush',
    ASNA_TOKEN_URL: tokenUrl,
  });
  const token = json({ access_token: 'abc', expires_in: 3600 });

  it('tells the token endpoint from the token', async () => {
    const closed = `http://127.0.0.1:${await closedPort()}`;
    expect(await last(env(closed, `${closed}/token`))).toEqual({ code: 1, line: 'token endpoint:failed' });
    await using refusing = await stubServer(json({ error: 'invalid_client' }, 400));
    expect(await last(env(closed, `${refusing.url}/token`))).toEqual({ code: 1, line: 'token:failed' });
    await using issuing = await stubServer(token);
    expect(await last(env(closed, `${issuing.url}/token`))).toEqual({ code: 1, line: 'connection:failed' });
  });

  it.each([
    [0, 'clock:ok', 0],
    [-600_000, 'clock:unknown', 0],
    [600_000, 'clock:unknown', 0],
    [7_200_000, 'clock:failed', 1],
    [-7_200_000, 'clock:failed', 1],
  ])('compares clocks: %i ms', async (ms, line, code) => {
    await using server = await stubServer(
      inTurn(
        token,
        at(ms, (_, response) => void response.writeHead(204).end()),
      ),
    );
    expect(await last(env(server.url, `${server.url}/token`))).toEqual({ code, line });
  });

  it('leaves the token endpoint out for a token of your own', async () => {
    await using server = await stubServer(json({}, 401));
    const { lines } = await doctor({ ASNA_BASE_URL: server.url, ASNA_TOKEN: 'own' });
    expect(lines).toEqual([['asna', 'settings:ok', 'address:ok', 'connection:ok', 'access:failed']]);
  });
});

describe('doctor reestro', () => {
  const env = (url: string) => ({ REESTRO_BASE_URL: url, REESTRO_API_KEY: 'k', REESTRO_ORG_ID: 'o' });
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const feed = (days: number) =>
    json({ lastEventId: '1', events: [{ eventId: '1', eventDate: daysAgo(days), certificateId: 'c' }] });

  it.each([
    [401, 'key:failed'],
    [403, 'organization:failed'],
    [500, 'feed:failed'],
  ])('knows what %i means', async (status, line) => {
    await using server = await stubServer(text('', status));
    expect(await last(env(server.url))).toEqual({ code: 1, line });
  });

  it.each([
    [80, 'oldest event:ok'],
    [100, 'oldest event:unknown'],
  ])('holds an oldest event of %i days against three months', async (days, line) => {
    await using server = await stubServer(feed(days));
    const { lines, code } = await doctor(env(server.url));
    expect(lines[0]).toContain(line);
    expect(code).toBe(0);
  });
});
