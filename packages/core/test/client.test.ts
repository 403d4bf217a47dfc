import { fetchTransport, type Logger, type Transport, undiciTransport } from '@partner-apis/core';
import { environment } from '@partner-apis/core/vendor';
import { Agent, MockAgent } from 'undici';
import * as z from 'zod';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Acme, type AcmeOptions, operations } from './support/acme.ts';
import { answer, Log, rejection, sendJson, serve, thrown } from '@partner-apis/test-kit';

const { get, download } = operations;
const one = { params: { id: 'a' } };

/** What the constructor says about options that may be of wrong types. */
function refused(options: unknown): string {
  // Wrong on purpose: programs without types must get the same errors.
  const error = thrown(() => new Acme(options as AcmeOptions));
  expect(error).toMatchObject({ code: 'CONFIGURATION' });
  return error.message;
}

test('what is wrong with one part of a request alone keeps it from being sent', async () => {
  const server = await serve(answer(200, { name: 'a' }));
  const acme = new Acme({ baseUrl: server.url });
  for (const wrong of [
    acme.do.call(get, { params: { id: 1 as never } }),
    acme.do.call(get, { params: { id: 'a' }, query: { verbose: 'yes' as never } }),
    acme.do.call(operations.create, { body: { name: 1 as never } }),
  ])
    expect(await rejection(wrong)).toMatchObject({ code: 'REQUEST_VALIDATION', issues: { length: 1 } });
  expect(server.requests).toHaveLength(0);
});

describe('options', () => {
  test.each([
    ['null', null, 'must be an object of options'],
    ['an array', [], 'must be an object of options'],
    ['a text', 'key', 'must be an object of options'],
    ['an unknown name', { apikey: 'x' }, 'apikey'],
    ['a transport that is none', { transport: {} }, 'transport: must be a transport'],
    ['null for a transport', { transport: null }, 'transport: must be a transport'],
    ['a limit of 0', { timeouts: { headersMs: 0 } }, 'timeouts.headersMs: must be a positive number'],
    ['a limit that is text', { timeouts: { idleMs: '5' } }, 'timeouts.idleMs'],
    ['a limit of NaN', { timeouts: { attemptMs: Number.NaN } }, 'timeouts.attemptMs'],
    ['an unknown limit', { timeouts: { totalMs: 1 } }, 'totalMs'],
    ['retries below 0', { retry: { retries: -1 } }, 'retry'],
    ['retries of a half', { retry: { retries: 0.5 } }, 'retry'],
    ['endless retries', { retry: { retries: Infinity } }, 'retry'],
    ['a delay below 0', { retry: { minDelayMs: -1 } }, 'retry'],
    ['true for retry', { retry: true }, 'retry'],
    ['headers in a Map', { headers: new Map([['a', '1']]) }, 'headers: must be an object'],
    ['headers of fetch', { headers: new Headers({ a: '1' }) }, 'headers: must be an object'],
    ['headers in a list', { headers: [['a', '1']] }, 'headers: must be an object'],
    ['a header name with a space', { headers: { 'a b': '1' } }, 'headers.a b: is not a valid header name'],
    ['a header that is a number', { headers: { a: 1 } }, 'headers.a: must be a string, or null to remove it'],
    [
      'a header with a line break',
      { headers: { a: 'zzz\r\nb: c' } },
      'headers.a: has characters that a header cannot hold',
    ],
    [
      'a header of the connection',
      { headers: { 'Content-Length': '1' } },
      'headers.Content-Length: is set by the transport',
    ],
    ['an unknown policy', { validation: 'strict' }, 'validation'],
    [
      'a logger without a method',
      { logger: { debug() {}, info() {}, warn() {} } },
      'logger: must be a logger',
    ],
    ['an unknown hook', { hooks: { request() {} } }, 'request'],
    ['a hook that is no function', { hooks: { call: 1 } }, 'hooks.call: must be a function'],
    ['a user agent with a line break', { userAgent: 'zzz\n' }, 'userAgent: must be printable ASCII'],
    ['random that is no function', { random: 0.5 }, 'random: must be a function'],
    ['a clock that is none', { clock: Date }, 'clock: must be a clock'],
  ])('%s', (_, options, message) => {
    expect(refused(options)).toContain(message);
    expect(refused(options)).not.toContain('zzz');
  });

  test('all that is wrong is said at once', () => {
    expect(refused({ validation: 'x', random: 1, userAgent: '' })).toMatch(
      /validation: .*; userAgent: .*; random: /,
    );
  });

  test('undefined is the same as nothing', async () => {
    const server = await serve(answer(200));
    const nothing = {
      transport: undefined,
      timeouts: undefined,
      retry: undefined,
      logger: undefined,
      key: undefined,
    };
    const acme = new Acme({ ...nothing, baseUrl: server.url } as object);
    expect(await acme.do.call(get, one, { timeouts: { idleMs: undefined } as object })).toEqual({
      name: 'thing',
    });
  });

  test.each([
    ['null', null],
    ['a list', []],
    ['an unknown name', { retry: 1 }],
    ['a signal that is none', { signal: {} }],
    ['retries of a half', { retries: 0.5 }],
    ['a limit of 0', { timeouts: { deadlineMs: 0 } }],
    ['a header of the connection', { headers: { Host: 'x', Upgrade: 'h2c' } }],
  ])('of a call: %s', async (_, options) => {
    const error = await rejection(new Acme().do.call(get, one, options as object));
    expect(error).toMatchObject({ code: 'REQUEST_VALIDATION', operation: 'things.get' });
  });

  test('a call that was refused does not keep its client from closing', async () => {
    const acme = new Acme();
    await rejection(acme.do.call(get, null as unknown as typeof one));
    await rejection(acme.do.call(operations.poll, null as unknown as object));
    await expect(acme.close()).resolves.toBeUndefined();
  });
});

describe('base URL', () => {
  test.each([
    ['', '/things/a'],
    ['/', '/things/a'],
    ['/v1/api', '/v1/api/things/a'],
    ['/v1/api//', '/v1/api/things/a'],
    ['/a%20b', '/a%20b/things/a'],
  ])('%j before the path', async (suffix, path) => {
    const server = await serve(answer(200));
    await new Acme({ baseUrl: server.url + suffix }).do.call(get, one);
    expect(server.requests[0]?.url).toBe(path);
  });

  test.each([
    [null, 'must be a string, got null'],
    [42, 'must be a string, got number'],
    ['', 'is not an absolute URL'],
    ['api.acme.example', 'is not an absolute URL'],
    ['/path', 'is not an absolute URL'],
    ['ftp://zzz.example', 'has the scheme ftp:, not http: or https:'],
    ['http://zzz:zzz@a.example', 'must not hold a user name or password'],
    ['http://zzz@a.example', 'must not hold a user name or password'],
    ['http://a.example/?zzz=1', 'must not have a query'],
    ['http://a.example/?', 'must not have a query'],
    ['http://a.example/#zzz', 'must not have a fragment'],
  ])('%j is refused', (baseUrl, why) => {
    const message = refused({ baseUrl });
    expect(message).toBe(`baseUrl ${why}. Give it as http://host:port or https://host/path.`);
  });
});

describe('a proxy that the environment names', () => {
  const quiet = {
    no_proxy: '',
    NO_PROXY: '',
    http_proxy: '',
    HTTP_PROXY: '',
    https_proxy: '',
    HTTPS_PROXY: '',
  };
  const warnings = (env: Record<string, string>, baseUrl: string, options = {}) => {
    for (const [name, value] of Object.entries({ ...quiet, ...env })) vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    const logger = new Log();
    void new Acme({ baseUrl, logger, ...options });
    void new Acme({ baseUrl, logger, ...options });
    return logger.of('warn').filter((line) => line.includes('proxy') || line.includes('PROXY'));
  };
  const HTTPS_PROXY = 'http://user:geheim@proxy.invalid:3128';

  test('is not used, which is said once', () => {
    const lines = warnings({ HTTPS_PROXY }, 'https://api.vendor.invalid');
    expect(lines).toEqual([expect.stringContaining('HTTPS_PROXY is set, and the client goes past it')]);
    expect(lines[0]).toContain("undiciTransport({ proxy: 'environment' })");
    expect(lines[0]).not.toContain('geheim');
  });

  test.each<[string, Record<string, string>, string, object]>([
    ['another scheme', { HTTPS_PROXY }, 'http://10.0.0.1', {}],
    ['this machine', { HTTPS_PROXY }, 'https://127.0.0.1:8000', {}],
    [
      'a host that is left out',
      { HTTPS_PROXY, NO_PROXY: 'a.b, .vendor.invalid' },
      'https://api.vendor.invalid',
      {},
    ],
    ['all hosts left out', { HTTPS_PROXY, no_proxy: '*' }, 'https://api.vendor.invalid', {}],
    [
      'a transport of its own',
      { HTTPS_PROXY },
      'https://api.vendor.invalid',
      { transport: undiciTransport() },
    ],
  ])('nothing is said of %s', (_, env, baseUrl, options) => {
    expect(warnings(env, baseUrl, options)).toEqual([]);
  });
});

describe('plain HTTP to a host that is not private', () => {
  const warned = (baseUrl: string): string[] => {
    const logger = new Log();
    void new Acme({ baseUrl, logger }).with({ userAgent: 'copy' });
    return logger.of('warn');
  };

  test.each(['http://api.acme.example', 'http://8.8.8.8:80', 'http://172.32.0.1', 'http://[2001:db8::1]'])(
    '%s: one warning',
    (url) => {
      expect(warned(url)).toEqual([
        `Acme: the credential goes to ${new URL(url).hostname} over plain HTTP, where others can read it. Use https: or a local tunnel.`,
      ]);
    },
  );

  test.each([
    'https://api.acme.example',
    'http://localhost:1',
    'http://dev.localhost',
    'http://127.0.0.1:8000',
    'http://[::1]:1',
    'http://10.1.2.3',
    'http://172.16.0.1',
    'http://192.168.1.1',
    'http://[fd00::1]',
    'http://[fe80::1]',
  ])('%s: none', (url) => {
    expect(warned(url)).toEqual([]);
  });

  test('a copy that goes elsewhere warns again', () => {
    const logger = new Log();
    void new Acme({ baseUrl: 'http://a.example', logger }).with({ baseUrl: 'http://b.example' });
    expect(logger.of('warn')).toHaveLength(2);
  });
});

describe('headers', () => {
  test('what is sent by default', async () => {
    const server = await serve(answer(200));
    await new Acme({ baseUrl: server.url, userAgent: 'shop/1.0' }).do.call(operations.put, {
      body: { name: 'ё' },
    });
    expect(server.requests[0]).toMatchObject({
      body: '{"name":"ё"}',
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'content-type': 'application/json',
        'user-agent': expect.stringMatching(/^shop\/1\.0 partner-apis-acme\/\S+ node\/\d+/),
      },
    });
  });

  test('of a call over those of the client, in any case; null removes', async () => {
    const server = await serve(answer(200));
    const acme = new Acme({
      baseUrl: server.url,
      headers: { 'X-A': 'client', 'x-b': 'client', ACCEPT: null, 'User-Agent': null },
    });
    await acme.do.call(get, one, { headers: { 'x-a': 'call', 'X-B': null } });
    const { headers } = server.requests[0] ?? {};
    expect(headers).toMatchObject({ 'x-a': 'call' });
    expect(Object.keys(headers ?? {})).not.toEqual(expect.arrayContaining(['x-b']));
    expect([headers?.['accept'], headers?.['user-agent'], headers?.['x-b']]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('with()', () => {
  test('lays options over; limits, headers and retry are merged', async () => {
    const server = await serve(answer(503));
    const acme = new Acme({
      baseUrl: server.url,
      headers: { 'x-a': '1', 'x-b': '1' },
      timeouts: { headersMs: 1_000 },
      retry: { retries: 5, minDelayMs: 0, maxDelayMs: 0 },
    });
    const copy = acme.with({
      headers: { 'x-b': '2' },
      retry: { retries: 1 },
      timeouts: { idleMs: 5 },
      userAgent: undefined,
    } as object);
    expect(copy).toBeInstanceOf(Acme);
    await rejection(copy.do.call(get, one));
    expect(server.requests).toHaveLength(2);
    expect(server.requests[0]?.headers).toMatchObject({ 'x-a': '1', 'x-b': '2' });
    await rejection(acme.with({ retry: false }).do.call(get, one));
    expect(server.requests).toHaveLength(3);
    await rejection(
      acme
        .with({ retry: false })
        .with({ retry: { retries: 1, minDelayMs: 0 } })
        .do.call(get, one),
    );
    expect(server.requests).toHaveLength(5);
  });

  test('a copy shares connections', async () => {
    const server = await serve(answer(200));
    const acme = new Acme({ baseUrl: server.url });
    for (let i = 0; i < 4; i += 1) await acme.with({ userAgent: `copy-${i}` }).do.call(get, one);
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  test('bad options are refused, and leave the original as it is', async () => {
    const server = await serve(answer(200));
    const acme = new Acme({ baseUrl: server.url });
    for (const bad of [{ validation: 'no' }, { timeouts: 'soon' }, { key: '' }, null, []]) {
      expect(thrown(() => acme.with(bad as object))).toMatchObject({ code: 'CONFIGURATION' });
    }
    await acme.do.call(get, one);
    await acme.close();
    await server.drained();
  });
});

describe('close()', () => {
  test('no new calls; the running ones finish', async () => {
    let release = (): void => {};
    const server = await serve((_, response) => {
      release = () => sendJson(response, { name: 'late' });
    });
    const acme = new Acme({ baseUrl: server.url });
    const running = acme.do.call(get, one);
    await expect.poll(() => server.requests.length).toBe(1);
    const closing = acme.close();
    expect(acme.close()).toBe(closing);
    expect(await rejection(acme.do.call(get, one))).toMatchObject({
      code: 'ABORTED',
      message: 'Acme things.get was not sent: its client has been closed.',
    });
    expect(thrown(() => acme.with({}))).toMatchObject({ code: 'CONFIGURATION' });
    release();
    expect(await running).toEqual({ name: 'late' });
    await closing;
    await server.drained();
  });

  test('a body nobody reads is dropped, one that is being read finishes', async () => {
    const pending: (() => void)[] = [];
    const server = await serve((_, response) => {
      response.write('one,');
      pending.push(() => response.end('two'));
    });
    const acme = new Acme({ baseUrl: server.url });
    const unread = await acme.do.call(download, {});
    const read = await acme.do.call(download, {});
    const chunks = read.stream()[Symbol.asyncIterator]();
    const first = await chunks.next();
    const closing = acme.close();
    expect((await rejection(unread.stream()[Symbol.asyncIterator]().next())).message).toMatch(
      /can be read once/,
    );
    for (const end of pending) end();
    const second = await chunks.next();
    expect([first.value, second.value].map((chunk) => Buffer.from(chunk ?? []).toString())).toEqual([
      'one,',
      'two',
    ]);
    expect((await chunks.next()).done).toBe(true);
    await closing;
    await server.drained();
  });

  test('an answer that arrives while closing is dropped too', async () => {
    const server = await serve((_, response) => {
      setImmediate(() => response.write('late'));
    });
    const acme = new Acme({ baseUrl: server.url });
    const call = acme.do.call(download, {});
    await expect.poll(() => server.requests.length).toBe(1);
    const closing = acme.close();
    await call;
    await closing;
    await server.drained();
  });

  test('a shared pool closes with its last owner', async () => {
    const server = await serve(answer(200));
    const acme = new Acme({ baseUrl: server.url });
    const copy = acme.with({});
    await acme.close();
    await copy.do.call(get, one);
    expect(server.sockets.size).toBeGreaterThan(0);
    await copy.close();
    await server.drained();
  });

  test('what was given stays open: transport, dispatcher, also through copies', async () => {
    const close = vi.fn<() => Promise<void>>(async () => {});
    const given: Transport = { ...undiciTransport(), close };
    const server = await serve(answer(200));
    const acme = new Acme({ baseUrl: server.url, transport: given });
    const copy = acme.with({ userAgent: 'copy' });
    await copy.do.call(get, one);
    await acme.close();
    await copy.close();
    const own = new Acme({ baseUrl: server.url });
    const other = own.with({ transport: given });
    await other.do.call(get, one);
    await other.close();
    await own.close();
    expect(close).not.toHaveBeenCalled();

    const dispatcher = new Agent();
    const transport = undiciTransport({ dispatcher });
    await using third = new Acme({ baseUrl: server.url, transport });
    await third.do.call(get, one);
    await third.close();
    await transport.close();
    expect(dispatcher.closed).toBe(false);
    await dispatcher.close();
  });

  test('`await using` closes', async () => {
    const server = await serve(answer(200));
    {
      await using acme = new Acme({ baseUrl: server.url });
      expect(await acme.do.call(get, one)).toEqual({ name: 'thing' });
    }
    await server.drained();
  });
});

describe('transports', () => {
  test('through fetch, whatever the global one is at the time', async () => {
    const acme = new Acme({ transport: fetchTransport() });
    const fake = vi.spyOn(globalThis, 'fetch').mockResolvedValue(Response.json({ name: 'faked' }));
    expect(await acme.do.call(get, one)).toEqual({ name: 'faked' });
    expect(fake.mock.calls[0]?.[0]).toBe('https://api.acme.example/things/a');
    fake.mockRestore();
  });

  test('through a function like fetch', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => new Response(null, { status: 204 }));
    const acme = new Acme({ transport: fetchTransport({ fetch }) });
    expect(await acme.request({ method: 'DELETE', path: '/x' })).toBeUndefined();
    expect(fetch).toHaveBeenCalledOnce();
  });

  test('a function like fetch that hands out less than was announced', async () => {
    const fetch = async (): Promise<Response> =>
      new Response('{"name":"a"}', { headers: { 'content-length': '100' } });
    const acme = new Acme({ transport: fetchTransport({ fetch }) });
    const error = await rejection(acme.do.call(get, one));
    expect(error).toMatchObject({
      code: 'RESPONSE_DECODE',
      cause: { code: 'CONNECTION', reason: 'BODY_CUT' },
    });
    expect(error.cause).toHaveProperty('cause.message', 'the answer ended after 12 of 100 bytes');
  });

  test('a function like fetch that ignores its signal holds no call up, and what it brings late is let go', async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    const late = new Response('late');
    const cancel = vi.spyOn(late.body ?? new ReadableStream(), 'cancel');
    const acme = new Acme({
      transport: fetchTransport({ fetch: () => promise }),
      timeouts: { headersMs: 20 },
      retry: false,
    });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({ phase: 'headers' });
    resolve(late);
    await expect.poll(() => cancel.mock.calls.length).toBe(1);
  });

  test('through a dispatcher of the program', async () => {
    const mock = new MockAgent();
    mock.disableNetConnect();
    mock.get('https://api.acme.example').intercept({ path: '/things/a' }).reply(200, { name: 'mocked' });
    const acme = new Acme({ transport: undiciTransport({ dispatcher: mock }) });
    expect(await acme.do.call(get, one)).toEqual({ name: 'mocked' });
    await mock.close();
  });

  test('lanes have connections of their own: a held poll does not starve other calls', async () => {
    const server = await serve((_, response, { url }) => {
      if (url !== '/poll') sendJson(response, { name: 'a' });
    });
    const transport = undiciTransport({ connections: 1 });
    const acme = new Acme({ baseUrl: server.url, transport });
    const abort = new AbortController();
    const poll = acme.do.call(operations.poll, {}, { signal: abort.signal });
    expect(await acme.do.call(get, one)).toEqual({ name: 'a' });
    abort.abort();
    await rejection(poll);
    await transport.close();
  });

  test('a new connectMs for every call does not pile up connections', async () => {
    const server = await serve(answer(200));
    const acme = new Acme({ baseUrl: server.url });
    for (let i = 1; i <= 40; i += 1) await acme.do.call(get, one, { timeouts: { connectMs: 1_000 + i } });
    await expect.poll(() => server.sockets.size).toBeLessThanOrEqual(16);
    await acme.close();
    await server.drained();
  });
});

describe('environment()', () => {
  afterEach(() => vi.unstubAllEnvs());
  const read = (overrides: Partial<AcmeOptions> = {}): AcmeOptions =>
    environment<AcmeOptions>(
      {
        profile: { vendor: 'acme', title: 'Acme' },
        options: { key: z.unknown() },
        variables: { key: 'ACME_KEY', baseUrl: 'ACME_URL' },
      },
      overrides,
      ['key', 'userAgent'],
    );

  test('variables, and options of the code over them', () => {
    vi.stubEnv('ACME_KEY', 'from-env');
    vi.stubEnv('ACME_URL', '');
    expect(read({ userAgent: 'a' })).toEqual({ key: 'from-env', userAgent: 'a' });
    expect(read({ userAgent: 'a', key: 'from-code' })).toMatchObject({ key: 'from-code' });
  });

  test('undefined in the code is the same as nothing', () => {
    vi.stubEnv('ACME_KEY', 'from-env');
    expect(read({ userAgent: 'a', key: undefined } as object)).toMatchObject({ key: 'from-env' });
  });

  test('all that is missing is named', () => {
    vi.stubEnv('ACME_KEY', '');
    expect(thrown(() => read())).toMatchObject({
      code: 'CONFIGURATION',
      vendor: 'acme',
      message:
        'Acme: missing ACME_KEY (option key), userAgent (option userAgent). Set the environment variable or give the option to fromEnv().',
    });
  });

  test('a variable is named that was probably meant, and what it holds is not', () => {
    vi.stubEnv('ACME_KEY', '');
    vi.stubEnv('acme_kye', 'hush');
    vi.stubEnv('ACME_URL', 'http://127.0.0.1');
    vi.stubEnv('AMCE_KEY', 'of somebody else');
    const { message } = thrown(() => read());
    expect(message).toMatch(/fromEnv\(\)\. acme_kye is not read; did you mean ACME_KEY\?$/);
  });

  test('a misspelt option is told before what is missing', () => {
    vi.stubEnv('ACME_KEY', '');
    // Wrong on purpose, past the compiler.
    expect(thrown(() => read({ Key: 'hush' } as object))).toMatchObject({
      vendor: 'acme',
      message: expect.stringMatching(
        /^Acme client options: Key is not an option here; these are: .*, key\.$/,
      ),
    });
  });
});

test('a logger is checked before it is used', () => {
  const logger = { debug() {}, info() {}, warn() {}, error() {} } satisfies Logger;
  expect(() => new Acme({ logger })).not.toThrow();
});
