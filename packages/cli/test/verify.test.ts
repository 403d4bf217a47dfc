import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@partner-apis/cli';
import { createSandbox, type Sandbox } from '@partner-apis/sandbox';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

interface Verified {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly settings: Record<string, unknown>;
}

/** Runs `verify` against a sandbox that somebody has set up. */
async function verify(
  vendor: string,
  set: (sandbox: Sandbox) => unknown,
  ...options: string[]
): Promise<Verified> {
  const sandbox = createSandbox({ seed: `verify ${Math.random()}`, secondMs: 2 });
  onTestFinished(() => sandbox.close());
  const server = await sandbox.listen({ port: 0 });
  const { clientId } = server.credentials.asna.auth;
  sandbox.asna.configure({ acceptedMs: 0, processingMs: 0 });
  await sandbox.load({
    ...sandbox.snapshot(),
    asna: { ...sandbox.snapshot().asna, stocks: { [clientId]: [{ prtId: '1', nnt: 1, qnt: 1 }] } },
  });
  sandbox.asna.addOrder();
  sandbox.reestro.addEvent();
  await set(sandbox);
  for (const [name, value] of Object.entries(sandbox.environment(server.urls))) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const directory = await mkdtemp(join(tmpdir(), 'partner-apis-verify-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const path = join(directory, 'report.json');
  const written = { out: '', err: '' };
  const writer = (to: 'out' | 'err') => ({
    write: (text: string | Uint8Array) => {
      written[to] += String(text);
      return true;
    },
  });
  const code = await runCli(['verify', vendor, '--out', path, ...options], {
    stdout: writer('out'),
    stderr: writer('err'),
  });
  const report = JSON.parse(await readFile(path, 'utf8'));
  // The report is a scenario: loading it makes a sandbox answer so.
  const again = createSandbox();
  onTestFinished(() => again.close());
  await again.load(report);
  return { code, ...written, settings: report[vendor].settings };
}

describe('finds each setting of the sandbox out', () => {
  it.each([
    'empty-list',
    'null',
    'missing',
    'no-content',
    'empty-body',
    'not-modified',
    'request-timeout',
    'gateway-timeout',
    'body-status',
    'bare-array',
  ] as const)('astral: a poll without events answers %s', async (emptyAnswer) => {
    const { settings, code } = await verify(
      'astral',
      ({ astral }) => void (astral.emptyAnswer = emptyAnswer),
      '--write',
    );
    expect([settings['emptyAnswer'], code]).toEqual([emptyAnswer, 0]);
  });

  it.each(['missing', 'without-id', 'with-error', 'failure'] as const)(
    'astral: an item that failed shows as %s',
    async (partialAnswer) => {
      const { settings } = await verify(
        'astral',
        ({ astral }) => void (astral.partialAnswer = partialAnswer),
        '--write',
      );
      expect(settings).toMatchObject({ partialAnswer });
    },
  );

  it.each(['envelope', 'accepted', 'no-content', 'empty-body'] as const)(
    'astral: a deletion answers %s',
    async (deleteAnswer) => {
      const { settings } = await verify(
        'astral',
        ({ astral }) => void (astral.deleteAnswer = deleteAnswer),
        '--write',
      );
      expect(settings).toMatchObject({ deleteAnswer });
    },
  );

  it.each([
    { names: 'dashed' },
    { names: 'prefixed', nameRecord: 'lower' },
    { nameRecord: 'upper', directory: true },
    { nameRecord: 'missing', globalHeader: true },
    { contentEncoding: true },
    { contentLength: true },
  ] as const)('astral: an archive of the shape %j', async (shape) => {
    const { settings } = await verify(
      'astral',
      ({ astral }) => void (astral.archive = { ...astral.archive, ...shape }),
      '--write',
    );
    expect(settings['archive']).toMatchObject(shape);
  });

  it.each([
    [{ failureBody: 'json' }],
    [{ failureBody: 'html' }],
    [{ nothing: 'empty' }],
    [{ nothing: '204' }],
    [{ sinceIncludes: false }],
    [{ location: 'relative' }],
    [{ location: 'foreign' }],
    [{ location: 'missing' }],
    [{}],
  ] as const)('asna: %j', async (patch) => {
    const { settings, code } = await verify('asna', ({ asna }) => asna.configure(patch), '--write');
    expect(settings).toEqual({
      failureBody: 'empty',
      nothing: 'lists',
      sinceIncludes: true,
      location: 'absolute',
      ...patch,
    });
    expect(code).toBe(0);
  });

  it.each([
    ['unknownCursor', 'oldest'],
    ['emptyPage', 'null'],
    ['emptyPage', 'missing'],
    ['emptyPage', 'empty-text'],
    ['refusalBody', 'json'],
    ['refusalBody', 'html'],
    ['balance', 'empty-402'],
    ['balance', 'empty-400'],
  ] as const)('reestro: %s %s', async (name, value) => {
    const { settings, code } = await verify(
      'reestro',
      ({ reestro }) => void Reflect.set(reestro, name, value),
      '--write',
    );
    const assumed = { unknownCursor: 'refuse', emptyPage: 'same', refusalBody: 'empty', balance: 'enough' };
    expect([settings, code]).toEqual([{ ...assumed, [name]: value }, 0]);
  });

  it.each([
    ['id', 'page'],
    ['no-id', 'array'],
    ['empty', 'page'],
  ] as const)('stormwall: a new domain answers %s, origins come as %s', async (created, backends) => {
    let sandbox: Sandbox | undefined;
    const { settings } = await verify(
      'stormwall',
      (one) => {
        sandbox = one;
        one.stormwall.configureV3({ created, backends });
      },
      '--write',
    );
    expect(settings).toEqual({ v3: { created, backends } });
    expect(sandbox?.requests({ operation: 'v3.domains.delete' })).toHaveLength(1);
  });
});

describe('without --write', () => {
  it.each(['astral', 'stormwall', 'asna', 'reestro'])(
    '%s: changes nothing, and says what was not asked',
    async (vendor) => {
      let sandbox: Sandbox | undefined;
      const { out, code } = await verify(vendor, (one) => void (sandbox = one));
      const changing = sandbox
        ?.requests()
        .filter(({ method, path }) => method !== 'GET' && !path.includes('token'));
      expect(changing).toEqual([]);
      expect(sandbox?.requests({ operation: 'events.poll' }) ?? []).toEqual([]);
      expect(out).toContain('Not asked: --write');
      expect(out).toMatch(/^1\. /);
      expect(code).toBe(0);
    },
  );
});

it('says where the vendor does otherwise', async () => {
  const { out } = await verify('reestro', ({ reestro }) => void (reestro.refusalBody = 'html'));
  expect(out).toContain('html; assumed was empty');
  expect(out).toContain('as assumed: refuse');
});

it.each([
  ['no vendor', ['verify']],
  ['two', ['verify', 'asna', 'astral']],
  ['an option nobody knows', ['verify', 'asna', '--all']],
])('refuses %s', async (_, args) => {
  let err = '';
  const stderr = { write: (text: string | Uint8Array) => ((err += String(text)), true) };
  expect(await runCli(args, { stdout: stderr, stderr })).toBe(2);
  expect(err).toContain('--help');
});
