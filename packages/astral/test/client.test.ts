import {
  AstralClient,
  type AstralOptions,
  ConfigurationError,
  fetchTransport,
  type Transport,
  type TransportRequest,
} from '@partner-apis/astral';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { json, rejection, stubServer } from '@partner-apis/test-kit';

const ID = 'a'.repeat(32);

/** What the constructor throws for options that may be of wrong types. */
function refused(options: object): Error {
  try {
    // Wrong on purpose: callers without types must get the same errors.
    new AstralClient(options as AstralOptions);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('the options were accepted');
}

describe('apiKey', () => {
  test.each([
    ['an empty text', ''],
    ['a number', 42],
    ['null', null],
    ['nothing', undefined],
    ['a line break', 'abc\r\nX-Evil: 1'],
    ['a line feed', 'abc\ndef'],
    ['Cyrillic letters', 'ключ-партнёра'],
    ['a space at the end', 'abc '],
  ])('%s is refused without being repeated', (_, apiKey) => {
    const error = refused({ apiKey });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code: 'CONFIGURATION' });
    expect(error.message).toContain('apiKey');
    if (typeof apiKey === 'string' && apiKey !== '') expect(error.message).not.toContain(apiKey.slice(0, 3));
  });

  test.each([
    ['', 'empty'],
    [undefined, 'missing'],
  ])('%j says whose it is, and names the variable', (apiKey, what) => {
    expect(refused({ apiKey })).toMatchObject({
      vendor: 'astral',
      message: `Astral.Platform: apiKey is ${what}; is ASTRAL_API_KEY set?`,
    });
  });

  test('what else is wrong with it says whose it is', () => {
    expect(refused({ apiKey: 'abc ' })).toMatchObject({ vendor: 'astral' });
    expect(refused({ apiKey: 'k', baseUrl: 'nowhere' })).toMatchObject({ vendor: 'astral' });
  });

  test('a supplier is asked for each request', async () => {
    await using server = await stubServer(json({ count: 1 }));
    const keys = ['first-key', 'second-key'];
    const astral = new AstralClient({ baseUrl: server.url, apiKey: () => keys.shift() ?? 'none' });
    await astral.events.confirm(ID);
    await astral.events.confirm(ID);
    expect(server.requests.map(({ headers }) => headers['x-api-key'])).toEqual(['first-key', 'second-key']);
  });
});

describe('baseUrl', () => {
  test.each(['', '/', '/base', '/base/'])('works with %j behind the host', async (suffix) => {
    await using server = await stubServer(json({ count: 1 }));
    await new AstralClient({ apiKey: 'test-key-1', baseUrl: server.url + suffix }).events.confirm(ID);
    expect(server.requests[0]?.url).toBe(`${suffix.replace(/\/$/, '')}/events/confirm`);
  });

  test.each([
    ['a query', 'http://127.0.0.1:8000/?a=1', 'query'],
    ['credentials', 'http://user:hunter2@127.0.0.1:8000', 'password'],
    ['a fragment', 'http://127.0.0.1:8000/#x', 'fragment'],
    ['another scheme', 'ftp://127.0.0.1', 'ftp:'],
    ['no scheme', '127.0.0.1:8000', 'baseUrl'],
    ['a number', 8000, 'string'],
  ])('%s is refused', (_, baseUrl, words) => {
    const error = refused({ apiKey: 'test-key-1', baseUrl });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('hunter2');
  });

  test.each([
    'https://platform.astral.ru:9443',
    'https://demo.platform.astral.ru:9443',
    'http://PLATFORM.astral.ru',
    'https://platform.astral.ru.:9443',
  ])('%s needs the tunnel, and the error says how', (baseUrl) => {
    const error = refused({ apiKey: 'test-key-1', baseUrl });
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toMatch(/stunnel/);
  });

  test('a transport of your own may speak GOST itself', () => {
    const options = {
      apiKey: 'test-key-1',
      baseUrl: 'https://platform.astral.ru:9443',
      transport: fetchTransport(),
    };
    expect(new AstralClient(options)).toBeInstanceOf(AstralClient);
  });

  test('plain HTTP to a public host is reported once', () => {
    const warn = vi.fn();
    const logger = { debug() {}, info() {}, warn, error() {} };
    const astral = new AstralClient({ apiKey: 'test-key-1', baseUrl: 'http://203.0.113.7:8000', logger });
    astral.with({ validation: 'off' });
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.anything(), expect.stringContaining('plain HTTP'));
  });

  test.each(['http://127.0.0.1:8000', 'http://localhost:8000', 'http://[::1]:8000', 'http://10.0.1.16:8000'])(
    'plain HTTP to %s is what the manual asks for',
    (baseUrl) => {
      const warn = vi.fn();
      new AstralClient({
        apiKey: 'test-key-1',
        baseUrl,
        logger: { debug() {}, info() {}, warn, error() {} },
      });
      expect(warn).not.toHaveBeenCalled();
    },
  );
});

test('an option that does not exist is named', () => {
  const error = refused({ apiKey: 'test-key-1', timeout: 5 });
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(error.message).toContain('timeout');
});

describe('fromEnv', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('reads the variables, and options given in code win', async () => {
    await using server = await stubServer(json({ count: 1 }));
    vi.stubEnv('ASTRAL_API_KEY', 'key-from-env');
    vi.stubEnv('ASTRAL_BASE_URL', 'http://127.0.0.1:1');
    await AstralClient.fromEnv({ baseUrl: server.url }).events.confirm(ID);
    expect(server.requests[0]?.headers['x-api-key']).toBe('key-from-env');
  });

  test('a missing key is a ConfigurationError that names the variable', () => {
    vi.stubEnv('ASTRAL_API_KEY', '');
    expect(() => AstralClient.fromEnv()).toThrow(ConfigurationError);
    expect(() => AstralClient.fromEnv()).toThrow('ASTRAL_API_KEY');
  });

  test('a misspelt option and a misspelt variable are named', () => {
    vi.stubEnv('ASTRAL_API_KEY', '');
    vi.stubEnv('ASTRAL_APIKEY', 'hush');
    expect(() => AstralClient.fromEnv()).toThrow('ASTRAL_APIKEY is not read; did you mean ASTRAL_API_KEY?');
    expect(() => AstralClient.fromEnv()).not.toThrow('hush');
    // Wrong on purpose, past the compiler.
    const options: object = { apikey: 'k' };
    expect(() => AstralClient.fromEnv(options)).toThrow('apikey is not an option here; these are: baseUrl,');
  });
});

describe('arguments that cannot be sent', () => {
  const ref = `${ID}/${ID}`;
  const cases: [string, (astral: AstralClient) => PromiseLike<unknown>, string][] = [
    ['an id too short', (astral) => astral.events.get('abc'), 'eventId'],
    ['an id with a slash', (astral) => astral.events.get(`${ID}/x`), 'eventId'],
    ['an id of dots', (astral) => astral.packets.get('..'), 'packetId'],
    ['a file id with a suffix', (astral) => astral.files.get(`${ID}/${ID}.json`), 'fileId'],
    ['a reference with three parts', (astral) => astral.files.get(`${ref}/x`), 'packetId/fileId'],
    ['a reference with one part', (astral) => astral.files.delete(ID), 'packetId/fileId'],
    ['no events', (astral) => astral.events.publish([]), 'events'],
    ['no consumers', (astral) => astral.events.publish({ code: 'x', consumer: [], data: {} }), 'consumer'],
    [
      'an empty consumer',
      (astral) => astral.events.publish({ code: 'x', consumer: [''], data: {} }),
      'consumer',
    ],
    ['an empty code', (astral) => astral.events.publish({ code: '', consumer: ['me'], data: {} }), 'code'],
    [
      'data that is a list',
      (astral) => astral.events.publish({ code: 'x', consumer: ['me'], data: wrong([]) }),
      'data',
    ],
    [
      'data that is null',
      (astral) => astral.events.publish({ code: 'x', consumer: ['me'], data: wrong(null) }),
      'data',
    ],
    [
      'data with a cycle',
      (astral) => astral.events.publish({ code: 'x', consumer: ['me'], data: cycle() }),
      'circular',
    ],
    [
      'data with a BigInt',
      (astral) => astral.events.publish({ code: 'x', consumer: ['me'], data: { n: 1n } }),
      'BigInt',
    ],
    [
      'a parent that is no id',
      (astral) => astral.events.publish({ code: 'x', consumer: ['me'], data: {}, parent: 'p' }),
      'parent',
    ],
    ['timeout 9', (astral) => astral.events.poll({ timeout: 9 }), 'timeout'],
    ['timeout 601', (astral) => astral.events.poll({ timeout: 601 }), 'timeout'],
    ['timeout 1.5', (astral) => astral.events.poll({ timeout: 1.5 }), 'timeout'],
    ['timeout NaN', (astral) => astral.events.poll({ timeout: Number.NaN }), 'timeout'],
    ['limit 0', (astral) => astral.events.poll({ limit: 0 }), 'limit'],
    ['no ids', (astral) => astral.events.confirm([]), 'idOrIds'],
    [
      'a call option that does not exist',
      (astral) => astral.events.confirm(ID, wrong({ timeout: 5 })),
      'timeout',
    ],
  ];

  test.each(cases)('%s: a clear error, and nothing is sent', async (_, call, words) => {
    await using server = await stubServer(json({}));
    const error = await rejection(call(new AstralClient({ apiKey: 'test-key-1', baseUrl: server.url })));
    expect(error).toMatchObject({ code: 'REQUEST_VALIDATION', vendor: 'astral' });
    expect(String(error)).toContain(words);
    expect(server.requests).toHaveLength(0);
  });

  test('every issue is listed, each with its path', async () => {
    const astral = new AstralClient({ apiKey: 'test-key-1' });
    const error = await rejection(astral.events.poll({ limit: 0, timeout: 5 }));
    expect(error).toMatchObject({ issues: [{ path: ['limit'] }, { path: ['timeout'] }] });
  });
});

/** A value of a wrong type, past the compiler. */
function wrong<T>(value: unknown): T {
  return value as T;
}

function cycle(): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  data['self'] = data;
  return data;
}

describe('how long a poll may last', () => {
  /** A transport that keeps what it is handed and answers nothing. */
  function recorder(): { transport: Transport; requests: TransportRequest[] } {
    const requests: TransportRequest[] = [];
    const transport: Transport = {
      name: 'recorder',
      async send(request) {
        requests.push(request);
        const bytes = new TextEncoder().encode('{"events":[]}');
        return {
          status: 200,
          headers: {},
          body: { read: async () => ({ bytes, truncated: false }), async *stream() {}, discard() {} },
        };
      },
      async close() {},
    };
    return { transport, requests };
  }

  test('600 seconds reach the transport, whatever the client is set to, on a lane of its own', async () => {
    const { transport, requests } = recorder();
    const timeouts = { headersMs: 1_000, idleMs: 1_000, attemptMs: 1_000, deadlineMs: 2_000 };
    const astral = new AstralClient({ apiKey: 'test-key-1', transport, timeouts });
    await astral.events.poll({ timeout: 600 });
    await astral.events.confirm(ID).then(undefined, () => undefined);
    const [poll, confirm] = requests;
    expect(poll?.headersMs).toBeGreaterThan(600_000);
    expect(poll?.idleMs).toBeGreaterThan(600_000);
    expect(poll?.lane).toBe('poll');
    expect(confirm).toMatchObject({ headersMs: 1_000, lane: 'call' });
  });

  test('limits given with the call itself hold', async () => {
    const { transport, requests } = recorder();
    const astral = new AstralClient({ apiKey: 'test-key-1', transport });
    await astral.events.poll({ timeout: 600 }, { timeouts: { headersMs: 5 } });
    expect(requests[0]?.headersMs).toBe(5);
  });

  test('unconfirmed events come at once, so the usual limits hold', async () => {
    const { transport, requests } = recorder();
    await new AstralClient({ apiKey: 'test-key-1', transport }).events.poll({
      timeout: 600,
      unconfirmed: true,
    });
    expect(requests[0]?.headersMs).toBeLessThan(60_000);
  });

  test('a poll outlasts the time limits of other calls: scaled, on a real socket', async () => {
    await using server = await stubServer((request, response, count) => {
      setTimeout(() => json({ events: [] })(request, response, count), 400);
    });
    const timeouts = { headersMs: 50, attemptMs: 100, deadlineMs: 100 };
    const astral = new AstralClient({ apiKey: 'test-key-1', baseUrl: server.url, timeouts });
    expect(await astral.events.poll({ timeout: 10 })).toEqual([]);
    expect(await rejection(astral.events.get(ID))).toMatchObject({ code: 'TIMEOUT' });
  });

  test('held polls do not keep other calls waiting', async () => {
    const held: (() => void)[] = [];
    await using server = await stubServer((request, response, count) => {
      if (request.method === 'GET') held.push(() => json({ events: [] })(request, response, count));
      else json({ count: 1 })(request, response, count);
    });
    const astral = new AstralClient({ apiKey: 'test-key-1', baseUrl: server.url });
    const polls = Array.from({ length: 100 }, () => astral.events.poll({ timeout: 10 }));
    expect(await astral.events.confirm(ID)).toEqual({ requested: 1, count: 1 });
    const done = Promise.all(polls);
    // More polls than connections of their lane: the rest come as connections get free.
    const release = setInterval(() => held.splice(0).forEach((answer) => answer()), 5);
    expect(await done).toHaveLength(100);
    clearInterval(release);
  });
});
