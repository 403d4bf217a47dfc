import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  ConfigurationError,
  ConnectionError,
  fetchTransport,
  ServerError,
  undiciTransport,
} from '@partner-apis/core';
import { recordHar, replayHar } from '@partner-apis/core/har';
import { answer, closedUrl, rejection, script, sendJson, serve, serveEarly } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';
import { Acme, operations } from './support/acme.ts';

const KEY = 'a-key-that-nobody-may-see-0123';

async function place(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'har-')), 'exchange.har');
}

async function entries(path: string): Promise<Record<string, never>[]> {
  return JSON.parse(await readFile(path, 'utf8')).log.entries;
}

describe.each([
  ['undici', undiciTransport],
  ['fetch', fetchTransport],
])('a recording over %s', (_, inner) => {
  test('answers as the vendor did: data, failures, broken connections', async () => {
    const path = await place();
    const server = await serve(
      script(
        answer(200, { name: 'one' }),
        answer(503, { error: 'later' }),
        answer(200, { name: 'two' }),
        answer(500, { error: 'broken' }),
      ),
    );
    const run = async (client: Acme): Promise<unknown[]> => [
      await client.do.call(operations.get, { params: { id: 'a' }, query: { verbose: true } }),
      await client.do.call(operations.put, { body: { name: 'b' } }),
      await rejection(client.do.call(operations.create, { body: { name: 'c' } })),
    ];
    const transport = recordHar(inner(), { path });
    const live = new Acme({
      key: KEY,
      baseUrl: server.url,
      transport,
      retry: { minDelayMs: 0, maxDelayMs: 0 },
    });
    const said = await run(live);
    await live.close();
    await transport.close();
    const again = new Acme({
      key: 'another key',
      baseUrl: 'https://nowhere.example',
      transport: replayHar(path),
      retry: { minDelayMs: 0, maxDelayMs: 0 },
    });
    const replayed = await run(again);
    expect(replayed.slice(0, 2)).toEqual(said.slice(0, 2));
    expect(replayed[2]).toBeInstanceOf(ServerError);
    expect(String(replayed[2])).toBe(String(said[2]));
    expect(server.requests).toHaveLength(4);
  });

  test('keeps what broke, with its reason', async () => {
    const path = await place();
    const transport = recordHar(inner(), { path });
    const client = new Acme({ key: KEY, baseUrl: await closedUrl(), transport, retry: false });
    const live = await rejection(client.do.call(operations.get, { params: { id: 'a' } }));
    await transport.close();
    const again = new Acme({
      key: KEY,
      baseUrl: 'https://x.example',
      transport: replayHar(path),
      retry: false,
    });
    const replayed = await rejection(again.do.call(operations.get, { params: { id: 'a' } }));
    expect(replayed).toBeInstanceOf(ConnectionError);
    expect(replayed).toMatchObject({ reason: Reflect.get(live, 'reason'), neverSent: true });
  });
});

test('no credential touches the disk, wherever it stands', async () => {
  const path = await place();
  const server = await serve((_, response) =>
    sendJson(
      response,
      {
        name: `you are ${KEY} and ${Buffer.from(`user:${KEY}`).toString('base64')}`,
        access_token: 'token-of-the-answer',
        nested: [{ client_secret: 'secret-of-the-answer' }],
        jwt: 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl',
      },
      200,
      { 'set-cookie': 'session=cookie-of-the-answer' },
    ),
  );
  const transport = recordHar(undiciTransport(), { path });
  const client = new Acme({ key: KEY, baseUrl: server.url, transport });
  await client.do.call(operations.get, { params: { id: 'a' } });
  await client.request({
    method: 'POST',
    path: '/login',
    body: { password: 'word-of-the-request', note: KEY },
  });
  await client.request({ method: 'GET', path: '/find', query: { token: 'token-of-the-query', q: KEY } });
  await client.close();
  await transport.close();
  const text = await readFile(path, 'utf8');
  for (const secret of [
    KEY,
    'token-of-',
    'secret-of-',
    'cookie-of-',
    'word-of-',
    'eyJzdWIiOi',
    encodeURIComponent(KEY),
  ])
    expect(text).not.toContain(secret);
  expect(text).toContain('[redacted]');
  expect((await stat(path)).mode & 0o077).toBe(0);
});

test('is whole after every exchange, also when the process is killed', async () => {
  const path = await place();
  const server = await serve(answer(200, { name: 'thing' }));
  const program = `
    import { undiciTransport } from '@partner-apis/core';
    import { recordHar } from '@partner-apis/core/har';
    const transport = recordHar(undiciTransport(), { path: process.argv[1] });
    const request = { method: 'GET', url: process.argv[2], headers: {}, signal: new AbortController().signal, connectMs: 1e4, headersMs: 1e4, idleMs: 1e4, lane: 'call' };
    for (let i = 0; ; i += 1) {
      const { body } = await transport.send(request);
      await body.read(1e6);
      if (i === 20) process.stdout.write('some');
    }`;
  const child = spawn(
    process.execPath,
    ['--conditions=@partner-apis/source', '--input-type=module', '--eval', program, path, server.url],
    { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await entries(path)).length).toBeGreaterThan(20);
});

test('killed while it writes, a recording is read up to there', async () => {
  const program = `
    import { recordHar } from '@partner-apis/core/har';
    const bytes = Buffer.from('{"name":"' + 'x'.repeat(900_000) + '"}');
    const inner = {
      name: 'none',
      send: async () => ({ status: 200, headers: {}, body: { read: async () => ({ bytes, truncated: false }) } }),
      close: async () => {},
    };
    const transport = recordHar(inner, { path: process.argv[1] });
    const request = { method: 'GET', url: 'http://127.0.0.1/things/a', headers: {}, signal: new AbortController().signal };
    for (let i = 0; i < 300; i += 1) {
      const { body } = await transport.send(request);
      await body.read(1e6);
      if (i === 2) process.stdout.write('some');
    }`;
  for (let kill = 0; kill < 5; kill += 1) {
    const path = await place();
    const child = spawn(
      process.execPath,
      ['--conditions=@partner-apis/source', '--input-type=module', '--eval', program, path],
      { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(child.stdout, 'data');
    // Somewhere within the writing of one entry or another.
    for (let turn = 0; turn < kill * 3; turn += 1) await stat(path);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const again = new Acme({ key: KEY, baseUrl: 'https://x.example', transport: replayHar(path) });
    for (let call = 0; call < 3; call += 1)
      expect(await again.do.call(operations.get, { params: { id: 'a' } })).toMatchObject({
        name: expect.stringMatching(/^x+$/),
      });
  }
});

test('cut off at any byte, a recording is read up to there', async () => {
  const path = await place();
  const server = await serve(answer(200, { name: 'thing' }));
  const transport = recordHar(undiciTransport(), { path });
  const live = new Acme({ key: KEY, baseUrl: server.url, transport });
  const ask = (client: Acme): PromiseLike<unknown> => client.do.call(operations.get, { params: { id: 'a' } });
  await ask(live);
  const one = await readFile(path, 'utf8');
  await ask(live);
  await transport.close();
  const two = await readFile(path, 'utf8');
  const common = one.length - ']}}\n'.length;
  expect(two.slice(0, common)).toBe(one.slice(0, common));
  for (let length = common; length < two.length; length += 1) {
    // What was not written over yet is still what was there.
    await writeFile(path, two.slice(0, length) + one.slice(length));
    const again = new Acme({ key: KEY, baseUrl: server.url, transport: replayHar(path), retry: false });
    expect(await ask(again), `cut at ${length}`).toEqual({ name: 'thing' });
  }
});

describe('the file of a recording', () => {
  test('is its owner’s only, also where another one was there', async () => {
    const path = await place();
    await writeFile(path, 'old', { mode: 0o644 });
    await using old = await open(path);
    const transport = recordHar(undiciTransport(), { path });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await entries(path)).toEqual([]);
    // Whoever had the old one open does not read the new one.
    expect(await old.readFile('utf8')).toBe('old');
    await transport.close();
  });

  test('is not written through a link, nor in the place of a folder', async () => {
    const path = await place();
    const elsewhere = `${path}.elsewhere`;
    await writeFile(elsewhere, 'mine');
    await symlink(elsewhere, path);
    expect(() => recordHar(undiciTransport(), { path })).toThrow(ConfigurationError);
    expect(await readFile(elsewhere, 'utf8')).toBe('mine');
    expect(() => recordHar(undiciTransport(), { path: join(path, '..') })).toThrow(ConfigurationError);
  });

  test('ends where the disk takes no more, and the calls go on', async () => {
    const path = await place();
    const server = await serve(answer(200, { name: 'thing' }));
    const program = `
      import { undiciTransport } from '@partner-apis/core';
      import { recordHar } from '@partner-apis/core/har';
      process.on('SIGXFSZ', () => {});
      const transport = recordHar(undiciTransport(), { path: process.argv[1] });
      const request = { method: 'GET', url: process.argv[2], headers: {}, signal: new AbortController().signal, connectMs: 1e4, headersMs: 1e4, idleMs: 1e4, lane: 'call' };
      let calls = 0;
      for (; calls < 30; calls += 1) {
        const { body } = await transport.send(request);
        await body.read(1e6);
      }
      process.stdout.write(String(calls));`;
    // The shell's own way to say that files end at 8 blocks.
    const child = spawn(
      'sh',
      [
        '-c',
        'ulimit -f 8; exec "$@"',
        'sh',
        process.execPath,
        '--conditions=@partner-apis/source',
        '--input-type=module',
        '--eval',
        program,
        path,
        server.url,
      ],
      { cwd: import.meta.dirname, stdio: 'pipe' },
    );
    const [out, warned] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(out).toBe('30');
    expect(warned).toContain('recordHar: ');
    const kept = (await entries(path)).length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(30);
  });
});

test('no credential touches the disk in bytes that are no text either', async () => {
  const path = await place();
  const secret = 'пароль-of-the-client';
  const part = (name: string, content: Buffer | string): Buffer =>
    Buffer.concat([
      Buffer.from(`--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]);
  const scan = Buffer.from([0, 255, 128, 10, 200, 0xe2, 0x82]);
  const sent = Buffer.concat([
    part('note', `the key ${KEY}, ${secret}`),
    // Bytes that could swallow what comes after them.
    part('scan', Buffer.concat([scan, Buffer.from(KEY), scan])),
    part('json', '{"client_secret":"of-the-form"}'),
    Buffer.from('--b--\r\n'),
  ]);
  const received = Buffer.concat([
    scan,
    Buffer.from(`access ${Buffer.from(`user:${KEY}`).toString('base64')}`),
  ]);
  const server = await serveEarly((_, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(received);
  });
  const transport = recordHar(undiciTransport(), { path });
  transport.scrubWith?.((one) => one.replaceAll(KEY, '[redacted]').replaceAll(secret, '[redacted]'));
  const request = {
    method: 'POST',
    headers: {
      'content-type': 'multipart/form-data; boundary=b',
      authorization: `Basic ${Buffer.from(`user:${KEY}`).toString('base64')}`,
    },
    body: sent,
    signal: new AbortController().signal,
    connectMs: 10_000,
    headersMs: 10_000,
    idleMs: 10_000,
    lane: 'call',
  } as const;
  const live = await transport.send({ ...request, url: `${server.url}/file` });
  await live.body.read(1_000);
  await transport.close();
  const [entry] = JSON.parse(await readFile(path, 'utf8')).log.entries;
  const bodies = [entry.request.postData.text, entry.response.content.text].map((one) =>
    Buffer.from(one, 'base64'),
  );
  for (const word of [KEY, secret, 'of-the-form', Buffer.from(`user:${KEY}`).toString('base64')])
    for (const body of bodies) expect(body.includes(word), word).toBe(false);
  // Everything else is there, byte for byte.
  expect(bodies[0]?.includes(scan)).toBe(true);
  expect(bodies[1]?.subarray(0, scan.length)).toEqual(scan);
  // The same request finds its answer.
  const replay = replayHar(path);
  replay.scrubWith?.((one) => one.replaceAll(KEY, '[redacted]').replaceAll(secret, '[redacted]'));
  const again = await replay.send({ ...request, url: 'https://other.example/file' });
  expect(again.status).toBe(200);
});

test('a request that is not in the recording fails at once, and the nearest one is named', async () => {
  const path = await place();
  const server = await serve(answer(200, { name: 'thing' }));
  const transport = recordHar(undiciTransport(), { path });
  const live = new Acme({ key: KEY, baseUrl: server.url, transport });
  await live.do.call(operations.get, { params: { id: 'first' } });
  await transport.close();
  const again = new Acme({ key: KEY, baseUrl: server.url, transport: replayHar(path) });
  const missing = await rejection(again.do.call(operations.get, { params: { id: 'second' } }));
  expect(missing).toBeInstanceOf(ConnectionError);
  expect(missing).toMatchObject({ reason: 'NOT_RECORDED', neverSent: true });
  expect(missing.message).toContain('the nearest is GET /things/first');
  await again.do.call(operations.get, { params: { id: 'first' } });
  expect((await rejection(again.do.call(operations.get, { params: { id: 'first' } }))).message).toContain(
    'given already',
  );
  expect(server.requests).toHaveLength(1);
});

test('without strict only ids and dates may differ, and answers come in order', async () => {
  const path = await place();
  let count = 0;
  const server = await serve((_, response) => sendJson(response, { name: `answer ${(count += 1)}` }));
  const transport = recordHar(undiciTransport(), { path });
  const body = (id: string, day: string): object => ({
    id,
    at: `2026-11-${day}T10:00:00.123+03:00`,
    note: 'same',
  });
  const live = new Acme({ key: KEY, baseUrl: server.url, transport });
  const ask = (client: Acme, id: string, day: string, more = {}): PromiseLike<unknown> =>
    client.request({ method: 'POST', path: `/things/${id}`, body: { ...body(id, day), ...more } });
  await ask(live, '11111111-2222-4333-8444-555555555555', '01');
  await ask(live, '21111111-2222-4333-8444-555555555555', '02');
  await transport.close();
  const replay = (strict: boolean): Acme =>
    new Acme({ key: KEY, baseUrl: server.url, transport: replayHar(path, { strict }) });
  const lax = replay(false);
  expect(await ask(lax, 'a1111111-2222-4333-8444-555555555555', '27')).toEqual({ name: 'answer 1' });
  expect(await ask(lax, 'b1111111-2222-4333-8444-555555555555', '28')).toEqual({ name: 'answer 2' });
  const other = await rejection(
    ask(replay(false), 'a1111111-2222-4333-8444-555555555555', '27', { note: 'else' }),
  );
  expect(other).toMatchObject({ reason: 'NOT_RECORDED' });
  const strict = await rejection(ask(replay(true), 'a1111111-2222-4333-8444-555555555555', '27'));
  expect(strict).toMatchObject({ reason: 'NOT_RECORDED' });
});

test('long bodies and bodies that were not read are left out, and a replay says so', async () => {
  const path = await place();
  const server = await serve(answer(200, { name: 'x'.repeat(1_000) }));
  const transport = recordHar(undiciTransport(), { path, maxBodyBytes: 100 });
  const live = new Acme({ key: KEY, baseUrl: server.url, transport });
  await live.do.call(operations.get, { params: { id: 'a' } });
  await transport.close();
  const [entry] = await entries(path);
  expect(entry).toMatchObject({ response: { content: { size: 1_011 }, _bodyMissing: true } });
  const again = new Acme({ key: KEY, baseUrl: server.url, transport: replayHar(path) });
  expect(String((await rejection(again.do.call(operations.get, { params: { id: 'a' } }))).cause)).toContain(
    'raise maxBodyBytes',
  );
});

test('bytes that are no text come back as they were', async () => {
  const path = await place();
  const bytes = Buffer.from([0, 255, 128, 10, 200]);
  const server = await serveEarly((_, response) => {
    response.writeHead(200, { 'content-type': 'application/gzip' }).end(bytes);
  });
  const transport = recordHar(undiciTransport(), { path });
  const request = {
    method: 'GET',
    headers: {},
    signal: new AbortController().signal,
    connectMs: 10_000,
    headersMs: 10_000,
    idleMs: 10_000,
    lane: 'call',
  } as const;
  const live = await transport.send({ ...request, url: `${server.url}/file` });
  await live.body.read(100);
  await transport.close();
  const again = await replayHar(path).send({ ...request, url: 'https://other.example/file' });
  expect(Buffer.from((await again.body.read(100)).bytes)).toEqual(bytes);
});

test.each([
  ['no file', undefined],
  ['no JSON', 'x'],
  ['no HAR', '{"log":{}}'],
])('%s is refused at once', async (_, content) => {
  const path = await place();
  if (content !== undefined) await writeFile(path, content);
  expect(() => replayHar(path)).toThrow(ConfigurationError);
});

test('a recording that cannot be written is refused at once', () => {
  expect(() => recordHar(undiciTransport(), { path: '/nowhere/at/all.har' })).toThrow(ConfigurationError);
});
