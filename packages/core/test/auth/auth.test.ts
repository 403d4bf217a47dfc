import { isAuthenticationError } from '@partner-apis/core';
import { type AuthStrategy, bearer, headerKey, TokenCache } from '@partner-apis/core/vendor';
import { describe, expect, test } from 'vitest';
import { Acme, type AcmeOptions, KEY, operations } from '../support/acme.ts';
import { answer, rejection, script, sendJson, serve, thrown } from '@partner-apis/test-kit';

const { get, probe } = operations;
const one = { params: { id: 'a' } };

describe('what is sent', () => {
  test.each([
    ['a header', { key: 'k-1' }, 'x-acme-key', 'k-1'],
    ['a cookie', { cookie: 'c-1' }, 'cookie', 'acme_token=c-1'],
    ['a bearer token', { token: 't-1' }, 'authorization', 'Bearer t-1'],
    [
      'a scheme with parameters, in their order',
      { sid: 's-1', orgId: 'o-1' },
      'authorization',
      'Acme sid=s-1&orgId=o-1',
    ],
    ['a supplied header', { key: () => 'k-2' }, 'x-acme-key', 'k-2'],
    ['a supplied cookie', { cookie: async () => 'c-2' }, 'cookie', 'acme_token=c-2'],
    ['a supplied token', { token: () => 't-2' }, 'authorization', 'Bearer t-2'],
    [
      'supplied parameters',
      { sid: async () => 's-2', orgId: 'o-2' },
      'authorization',
      'Acme sid=s-2&orgId=o-2',
    ],
  ])('%s', async (_, options: AcmeOptions, header, value) => {
    const server = await serve(answer(200));
    // What the user sets for the same header does not take the place of the credential.
    await new Acme({ ...options, baseUrl: server.url, headers: { [header]: 'mine' } }).do.call(get, one);
    expect(server.requests[0]?.headers[header]).toBe(value);
    expect(server.requests[0]?.raw.filter((name) => name.toLowerCase() === header)).toHaveLength(1);
  });

  test('no cookie that the server sets comes back', async () => {
    const server = await serve(answer(200, { name: 'a' }, { 'set-cookie': 'session=1' }));
    const acme = new Acme({ cookie: 'c-1', baseUrl: server.url });
    await acme.do.call(get, one);
    await acme.do.call(get, one);
    expect(server.requests[1]?.headers.cookie).toBe('acme_token=c-1');
  });

  test('an anonymous operation goes out without the credential, and a 401 is not worth another try', async () => {
    const server = await serve(answer(401));
    let asked = 0;
    const acme = new Acme({ key: () => `key-${(asked += 1)}`, baseUrl: server.url });
    await rejection(acme.do.call(probe, {}));
    expect(server.requests.map(({ headers }) => headers['x-acme-key'])).toEqual([undefined]);
    expect(asked).toBe(0);
  });

  test('a redirect is a failure, and the credential stays at home', async () => {
    const elsewhere = await serve(answer(200));
    const server = await serve(answer(307, {}, { location: `${elsewhere.url}/things` }));
    const error = await rejection(new Acme({ baseUrl: server.url }).do.call(get, one));
    expect(error).toMatchObject({
      code: 'HTTP',
      status: 307,
      headers: { location: `${elsewhere.url}/things` },
    });
    expect(elsewhere.connections()).toBe(0);
  });
});

describe('values that cannot be sent are refused without being repeated', () => {
  const bad: readonly (readonly [string, unknown])[] = [
    ['empty', ''],
    ['a number', 12345678],
    ['null', null],
    ['an object', { key: 'zzz-object' }],
    ['with CR and LF', 'zzz-abc\r\nX-Evil: 1'],
    ['with NUL', 'zzz-abc\0'],
    ['not Latin', 'zzz-ключ'],
    ['with an emoji', 'zzz-🔑'],
    ['with a space before', ' zzz-abc'],
    ['with a space behind', 'zzz-abc '],
  ];
  const options = ['key', 'cookie', 'token'] as const;
  const cases = options.flatMap((option) => bad.map(([what, value]) => [option, what, value] as const));

  test.each(cases)('%s: %s', async (option, _, value) => {
    // Wrong on purpose: programs without types must get the same errors.
    const at = thrown(() => new Acme({ [option]: value }));
    expect(at).toMatchObject({ code: 'CONFIGURATION', message: expect.stringContaining(option) });
    const later = await rejection(new Acme({ [option]: () => value }).do.call(get, one));
    expect(later).toMatchObject({ code: 'CONFIGURATION', vendor: 'acme', operation: 'things.get' });
    expect(later.message).toMatch(
      new RegExp(`^Acme things\\.get \\(id a\\) was not sent: the value that ${option} supplied `),
    );
    for (const { message } of [at, later]) expect(message).not.toMatch(/zzz|12345678/);
  });

  test.each([
    ['cookie', 'a;b'],
    ['cookie', 'a"b'],
    ['cookie', 'a b'],
    ['token', 'a b'],
  ] as const)('%s: %j', (option, value) => {
    expect(thrown(() => new Acme({ [option]: value }))).toMatchObject({
      message: `${option} has characters that its HTTP header does not allow.`,
    });
  });

  test.each(['a&b', 'a=b', 'a b'])('a parameter: %j', (value) => {
    expect(thrown(() => new Acme({ sid: value, orgId: 'o' })).message).toMatch(/^sid has characters/);
  });

  test('a supplier that fails: the call says so, its error is the cause', async () => {
    const cause = new Error('vault sealed');
    for (const supplier of [
      () => Promise.reject(cause),
      () => {
        throw cause;
      },
    ]) {
      for (const option of options) {
        const error = await rejection(new Acme({ [option]: supplier }).do.call(get, one));
        expect(isAuthenticationError(error)).toBe(true);
        expect(error).toMatchObject({
          message: `Acme things.get (id a) was not sent: the function given as ${option} failed. What went wrong is the cause.`,
          cause,
          status: 0,
          attempts: [{ reason: 'CREDENTIAL', waitedMs: 0 }],
        });
      }
    }
  });
});

describe('rotation', () => {
  test('a supplier is asked for every request, and a 401 is tried once with a new value', async () => {
    const server = await serve((_, response, { headers }) => {
      sendJson(response, { name: 'a' }, headers['x-acme-key'] === 'key-2' ? 200 : 401);
    });
    let current = 'key-1';
    const acme = new Acme({
      baseUrl: server.url,
      retry: false,
      key: () => {
        const value = current;
        current = 'key-2';
        return value;
      },
    });
    const { response } = await acme.do.call(get, one).withResponse();
    expect(response.attempts).toEqual([
      { status: 401, waitedMs: 0 },
      { status: 200, waitedMs: 0 },
    ]);
    await acme.do.call(get, one);
    expect(server.requests).toHaveLength(3);
  });

  const suppliers: readonly (readonly [string, (supply: () => string) => AcmeOptions])[] = [
    ['a header', (key) => ({ key })],
    ['a cookie', (cookie) => ({ cookie })],
    ['a bearer token', (token) => ({ token })],
    ['a parameter of a scheme', (sid) => ({ sid, orgId: 'o-1' })],
  ];

  test('a renewal that takes too long is begun again: what was refused is not sent a second time', async () => {
    const server = await serve((_, response, { headers }) =>
      sendJson(response, { name: 'thing' }, headers['x-acme-key'] === 'old' ? 401 : 200),
    );
    const answers = ['old', new Promise<string>(() => undefined), 'new'];
    const acme = new Acme({
      baseUrl: server.url,
      key: () => answers.shift() ?? '',
      timeouts: { attemptMs: 200 },
    });
    expect(await acme.do.call(get, one)).toEqual({ name: 'thing' });
    expect(server.requests.map(({ headers }) => headers['x-acme-key'])).toEqual(['old', 'new']);
  });

  test.each(suppliers)('one call asks a supplier once, and once more after a 401: %s', async (_, options) => {
    const server = await serve(script(answer(503), answer(401), answer(503), answer(200)));
    let asked = 0;
    const acme = new Acme({
      ...options(() => `secret-${(asked += 1)}`),
      baseUrl: server.url,
      retry: { minDelayMs: 0 },
    });
    await acme.do.call(get, one);
    expect(asked).toBe(2);
    const sent = server.requests.map(
      ({ headers: { 'x-acme-key': key, cookie, authorization } }) =>
        /secret-\d/.exec(String(key ?? cookie ?? authorization))?.[0],
    );
    expect(sent).toEqual(['secret-1', 'secret-1', 'secret-2', 'secret-2']);
  });

  test.each(suppliers)('one call asks a supplier that has no other value twice: %s', async (_, options) => {
    const server = await serve(answer(401));
    let asked = 0;
    const supply = (): string => {
      asked += 1;
      return 'same-secret';
    };
    await rejection(new Acme({ ...options(supply), baseUrl: server.url }).do.call(get, one));
    expect(asked).toBe(2);
    expect(server.requests).toHaveLength(1);
  });

  test('the renewal does not use up a retry, and there is one per call', async () => {
    const server = await serve(script(answer(401), answer(503), answer(401), answer(200)));
    let asked = 0;
    const key = (): string => `key-${(asked += 1)}`;
    const acme = new Acme({ baseUrl: server.url, key, retry: { retries: 1, minDelayMs: 0 } });
    expect(await rejection(acme.do.call(get, one))).toMatchObject({
      code: 'AUTHENTICATION',
      attempts: [{ status: 401 }, { status: 503 }, { status: 401 }],
    });
  });

  test.each([
    ['a fixed value', { key: 'same-key-1' }, 1],
    ['a fixed token', { token: 'same-key-1' }, 1],
    ['a supplier that has no other', { key: () => 'same-key-1' }, 1],
    ['a token supplier that has no other', { token: () => 'same-key-1' }, 1],
  ])('a rejected credential is not sent twice: %s', async (_, options, requests) => {
    const server = await serve(answer(401));
    const error = await rejection(new Acme({ ...options, baseUrl: server.url }).do.call(get, one));
    expect(error).toMatchObject({ code: 'AUTHENTICATION', status: 401 });
    expect(server.requests).toHaveLength(requests);
  });

  test('a supplier that fails after a 401', async () => {
    const server = await serve(answer(401));
    let asked = 0;
    const key = (): string => {
      if ((asked += 1) > 1) throw new Error('vault sealed');
      return 'first-key';
    };
    const error = await rejection(new Acme({ baseUrl: server.url, key }).do.call(get, one));
    expect(error).toMatchObject({ code: 'AUTHENTICATION', cause: { message: 'vault sealed' } });
  });
});

describe('bearer token from a supplier', () => {
  test('100 calls at once fetch one token', async () => {
    const server = await serve(answer(200));
    let fetched = 0;
    const acme = new Acme({
      baseUrl: server.url,
      token: async () => {
        fetched += 1;
        return `token-${fetched}`;
      },
    });
    await Promise.all(Array.from({ length: 100 }, () => acme.do.call(get, one)));
    expect(fetched).toBe(1);
    expect(server.requests).toHaveLength(100);
  });

  test('100 calls that are all told 401 fetch one more', async () => {
    let fetched = 0;
    const server = await serve((_, response, { headers }) => {
      sendJson(response, { name: 'a' }, headers.authorization === 'Bearer token-1' ? 401 : 200);
    });
    const token = async (): Promise<string> => `token-${(fetched += 1)}`;
    const acme = new Acme({ baseUrl: server.url, token });
    await Promise.all(Array.from({ length: 100 }, () => acme.do.call(get, one)));
    expect(fetched).toBe(2);
  });

  test('copies made by with() share the token; one with a credential of its own does not', async () => {
    const server = await serve(answer(200));
    let fetched = 0;
    const acme = new Acme({ baseUrl: server.url, token: async () => `token-${(fetched += 1)}` });
    await acme.do.call(get, one);
    await acme.with({ userAgent: 'copy' }).do.call(get, one);
    await acme.with({ token: 'other-token' }).do.call(get, one);
    expect(fetched).toBe(1);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-1',
      'Bearer other-token',
    ]);
  });
});

describe('TokenCache', () => {
  const { signal } = new AbortController();

  test('a late 401 for an old token leaves its successor alone', async () => {
    let n = 0;
    const cache = new TokenCache(async () => ({ value: `t${(n += 1)}` }));
    expect(await cache.get(signal)).toBe('t1');
    expect(await cache.replace('t1', signal)).toBe(true);
    expect(await cache.replace('t1', signal)).toBe(true);
    expect(await cache.get(signal)).toBe('t2');
    expect(cache.generation).toBe(2);
    expect(cache.seen()).toEqual(['t2', 't1']);
  });

  test('a token is renewed from its time on', async () => {
    let now = 0;
    let n = 0;
    const cache = new TokenCache(
      async () => ({ value: `t${(n += 1)}`, renewAt: now + 100 }),
      () => now,
    );
    await cache.get(signal);
    now = 99;
    expect(await cache.get(signal)).toBe('t1');
    now = 100;
    expect(await cache.get(signal)).toBe('t2');
  });

  test('a failure is not remembered', async () => {
    let n = 0;
    const cache = new TokenCache(async () => {
      if ((n += 1) === 1) throw new Error('down');
      return { value: 'good' };
    });
    expect((await rejection(cache.get(signal))).message).toBe('down');
    expect(await cache.get(signal)).toBe('good');
  });

  test('one waiter that gives up does not end the fetch of the others', async () => {
    const { promise, resolve } = Promise.withResolvers<{ value: string }>();
    let fetched = 0;
    const cache = new TokenCache(() => {
      fetched += 1;
      return promise;
    });
    const abort = new AbortController();
    const impatient = cache.get(abort.signal);
    const patient = cache.get(signal);
    abort.abort(new Error('enough'));
    expect((await rejection(impatient)).message).toBe('enough');
    resolve({ value: 'late' });
    expect(await patient).toBe('late');
    expect(fetched).toBe(1);
  });

  test('one waiter that gives up does not make those who come later ask anew', async () => {
    const { promise, resolve } = Promise.withResolvers<{ value: string }>();
    let fetched = 0;
    const cache = new TokenCache(() => {
      fetched += 1;
      return promise;
    });
    const abort = new AbortController();
    const impatient = cache.get(abort.signal);
    const patient = cache.get(signal);
    abort.abort(new Error('enough'));
    await rejection(impatient);
    const late = cache.get(signal);
    resolve({ value: 'good' });
    expect(await Promise.all([patient, late])).toEqual(['good', 'good']);
    expect(fetched).toBe(1);
  });

  test('a supplier that never answers is asked again when all who waited have given up', async () => {
    let fetched = 0;
    const cache = new TokenCache(() =>
      (fetched += 1) === 1 ? new Promise(() => {}) : Promise.resolve({ value: 'good' }),
    );
    const abort = new AbortController();
    const first = cache.get(abort.signal);
    abort.abort(new Error('enough'));
    await rejection(first);
    expect(await cache.get(signal)).toBe('good');
    expect((await rejection(cache.get(abort.signal))).message).toBe('enough');
    expect(fetched).toBe(2);
  });
});

describe('a strategy of a vendor package', () => {
  const sealed: AuthStrategy = {
    name: 'sealed',
    authorize() {
      throw new TypeError('no key at hand');
    },
    secrets: () => [],
  };

  test('whatever it throws becomes an error of the call', async () => {
    expect(await rejection(new Acme({ auth: sealed }).do.call(get, one))).toMatchObject({
      code: 'AUTHENTICATION',
      message:
        'Acme things.get (id a) was not sent: its credential could not be had. What went wrong is the cause.',
      cause: { message: 'no key at hand' },
    });
  });

  test('what it says in an error of its own stays, without secrets', async () => {
    const { AuthenticationError } = await import('@partner-apis/core');
    const own = new AuthenticationError(
      'the token endpoint refused secret-of-the-client',
      { status: 400, httpStatus: 400, headers: {}, body: { echo: 'secret-of-the-client' } },
      { cause: new Error('body: secret-of-the-client') },
    );
    const auth: AuthStrategy = {
      name: 'oauth',
      authorize: () => Promise.reject(Object.assign(own, { tokenUrl: 'https://id.example/token' })),
      secrets: () => ['secret-of-the-client'],
    };
    const error = await rejection(new Acme({ auth }).do.call(get, one));
    expect(error).toBe(own);
    expect(error).toMatchObject({
      message: 'the token endpoint refused [redacted]',
      body: { echo: '[redacted]' },
      cause: { message: 'body: [redacted]' },
      tokenUrl: 'https://id.example/token',
    });
  });

  test('a token endpoint that cannot be reached is tried again, even for unsafe calls: nothing was sent', async () => {
    const { ConnectionError } = await import('@partner-apis/core');
    const server = await serve(answer(200));
    let tries = 0;
    const cache = new TokenCache(async () => {
      if ((tries += 1) === 1) throw new ConnectionError('no token endpoint', 'ECONNRESET');
      return { value: 'token-1' };
    });
    const acme = new Acme({ baseUrl: server.url, auth: bearer(cache), retry: { minDelayMs: 0 } });
    await acme.do.call(operations.create, { body: { name: 'a' } });
    expect(tries).toBe(2);
  });

  test('one without a way to renew', async () => {
    const server = await serve(answer(401));
    const { onRejected: _, ...strategy } = headerKey('x-acme-key', KEY, 'key');
    await rejection(new Acme({ baseUrl: server.url, auth: strategy }).do.call(get, one));
    expect(server.requests).toHaveLength(1);
  });

  test('one that renews at once', async () => {
    const server = await serve(script(answer(401), answer(200)));
    const auth: AuthStrategy = {
      name: 'quick',
      authorize() {},
      onRejected: () => 'retry',
      secrets: () => [],
    };
    await new Acme({ baseUrl: server.url, auth }).do.call(get, one);
    expect(server.requests).toHaveLength(2);
  });
});
