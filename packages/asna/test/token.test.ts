import {
  AsnaClient,
  AuthenticationError,
  ConfigurationError,
  isTokenError,
  PermissionDeniedError,
  TimeoutError,
} from '@partner-apis/asna';
import { manualClock } from '@partner-apis/sandbox';
import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { closedPort, json, rejection, type Respond, stubServer, text } from '@partner-apis/test-kit';
import { sandboxed } from './support/sandboxed.ts';
import { api, clientOf, issue, SECRET, tokenRequests } from './support/token-api.ts';

describe('getting a token', () => {
  test('sends a form with id and secret, no scope, no Authorization', async () => {
    await using server = await stubServer(api(issue()));
    await clientOf(server.url, {}, { clientId: 'form-sender' }).webhooks.getKey();
    const [asked, called] = server.requests;
    expect(asked).toMatchObject({ method: 'POST', url: '/token' });
    expect(asked?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    expect(asked?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'form-sender',
      client_secret: SECRET,
    });
    expect(called?.headers.authorization).toBe('Bearer token-1');
  });

  test('happens once for many calls and for every client with the same credential', async () => {
    await using server = await stubServer(api(issue()));
    const asna = clientOf(server.url, {}, { clientId: 'twin' });
    const twin = clientOf(server.url, {}, { clientId: 'twin' });
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? asna : twin).webhooks.getKey()));
    expect(tokenRequests(server.requests)).toBe(1);
  });

  test('happens for itself for each id, each secret and each token URL', async () => {
    await using server = await stubServer((request, response, number) =>
      (request.url.startsWith('/token') ? issue() : json({ secret: 'k' }))(request, response, number),
    );
    const auth = { clientId: 'one', clientSecret: 'first', tokenUrl: `${server.url}/token` };
    for (const other of [
      {},
      { clientId: 'two' },
      { clientSecret: 'other' },
      { tokenUrl: `${server.url}/token2` },
    ])
      await clientOf(server.url, {}, { ...auth, ...other }).webhooks.getKey();
    expect(server.requests.filter(({ url }) => url.startsWith('/token'))).toHaveLength(4);
  });

  test('a wrong secret gets no token that a right one has fetched', async () => {
    const { asna, client, server } = await sandboxed();
    await asna.webhooks.getKey();
    const thief = client({ auth: { ...server.credentials.asna.auth, clientSecret: 'guessed' } });
    const error = await rejection(thief.webhooks.getKey());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
  });

  test.each([
    ['without token_type and expires_in', { token_type: undefined, expires_in: undefined }],
    ['with null in their place', { token_type: null, expires_in: null, scope: null }],
    ['with a lifetime as text', { expires_in: '3600' }],
    ['with a type in capitals', { token_type: 'BEARER', expires_in: 3600 }],
  ])('takes an answer %s', async (_, more) => {
    await using server = await stubServer(api(issue(more)));
    const asna = clientOf(server.url);
    await asna.webhooks.getKey();
    await asna.webhooks.getKey();
    expect(server.requests[2]?.headers.authorization).toBe('Bearer token-1');
    expect(tokenRequests(server.requests)).toBe(1);
  });
});

describe('renewal', () => {
  test('comes before the end, by a share of the lifetime', async () => {
    await using server = await stubServer(api(issue({ expires_in: 10 })));
    const clock = manualClock();
    const asna = clientOf(server.url, { clock });
    await asna.webhooks.getKey();
    clock.advance(8_900);
    await asna.webhooks.getKey();
    expect(tokenRequests(server.requests)).toBe(1);
    clock.advance(200);
    await asna.webhooks.getKey();
    expect(tokenRequests(server.requests)).toBe(2);
  });

  /** A token whose lifetime only its claims tell, by a clock that is a day ahead of ours. */
  const jwt = (claims: object, date?: string): Respond => {
    const value = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
    return (_, response) => {
      const headers = { 'content-type': 'application/json', ...(date !== undefined && { date }) };
      response.writeHead(200, headers).end(JSON.stringify({ access_token: value }));
    };
  };
  const DAY = 86_400;

  test.each([
    ['nbf', (now: number) => jwt({ nbf: now + DAY, exp: now + DAY + 100 })],
    ['iat', (now: number) => jwt({ iat: now - DAY, nbf: 0, exp: now - DAY + 100 })],
    [
      'the Date of the answer',
      (now: number) => jwt({ exp: now + DAY + 100 }, new Date((now + DAY) * 1000).toUTCString()),
    ],
  ])('goes by exp and %s, whatever the time of the server', async (_, answer) => {
    const clock = manualClock();
    await using server = await stubServer(api(answer(clock.now() / 1000)));
    const asna = clientOf(server.url, { clock });
    await asna.webhooks.getKey();
    clock.advance(89_000);
    await asna.webhooks.getKey();
    expect(tokenRequests(server.requests)).toBe(1);
    clock.advance(2_000);
    await asna.webhooks.getKey();
    expect(tokenRequests(server.requests)).toBe(2);
  });

  test('happens once after a 401, and the call is sent once more', async () => {
    const { asna, sandbox } = await sandboxed();
    await asna.webhooks.getKey();
    sandbox.asna.revokeTokens();
    const { response } = await asna.webhooks.getKey().withResponse();
    expect(response.attempts.map(({ status }) => status)).toEqual([401, 200]);
    expect(sandbox.requests({ operation: 'auth.token' })).toHaveLength(2);
  });

  test('does not happen again for a new token that is refused too', async () => {
    await using server = await stubServer(api(issue(), ['token-1', 'token-2', 'token-3']));
    const error = await rejection(clientOf(server.url).webhooks.getKey());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(isTokenError(error)).toBe(false);
    expect(error).toMatchObject({ status: 401, attempts: [{ status: 401 }, { status: 401 }] });
    expect(tokenRequests(server.requests)).toBe(2);
  });

  test('a late 401 for an old token leaves a newer one alone', async () => {
    let late: (() => void) | undefined;
    await using server = await stubServer((request, response, number) => {
      if (request.url === '/token') return issue()(request, response, tokenRequests(server.requests));
      const old = request.headers.authorization === 'Bearer token-1';
      // The first call is answered when the second one has renewed the token.
      if (old && late === undefined) return void (late = () => response.writeHead(401).end());
      return (old ? text('', 401) : json({ secret: 'k' }))(request, response, number);
    });
    const asna = clientOf(server.url);
    const first = asna.webhooks.getKey();
    await vi.waitUntil(() => late !== undefined, { interval: 1 });
    await asna.webhooks.getKey();
    late?.();
    await first;
    expect(tokenRequests(server.requests)).toBe(2);
  });

  test('asks a supplier of the secret when a token is needed, and takes a changed secret after a 401', async () => {
    const { sandbox, server, client } = await sandboxed();
    const { auth } = server.credentials.asna;
    const clientSecret = vi.fn<() => string>(() => sandbox.asna.client().clientSecret);
    const asna = client({ auth: { ...auth, clientSecret } });
    await asna.webhooks.getKey();
    await asna.webhooks.getKey();
    expect(clientSecret).toHaveBeenCalledTimes(1);
    sandbox.asna.changeClientSecret();
    sandbox.asna.revokeTokens();
    await asna.webhooks.getKey();
    expect(clientSecret).toHaveBeenCalledTimes(2);
  });
});

describe('failures', () => {
  test.each([
    ['a wrong secret', json({ error: 'invalid_client', error_description: 'no such client' }, 400), 400],
    ['401 with a challenge', json({ error: 'invalid_client' }, 401), 401],
    ['a page of a proxy', text('<html>bad gateway</html>', 502), 502],
    ['an empty 500', text('', 500), 500],
    ['429', json({ error: 'slow_down' }, 429), 429],
    ['a 200 without a token', json({ token: 'x' }), 200],
    ['a 200 that is a page', text('<html>login</html>'), 200],
    ['a token that no header can hold', json({ access_token: 'a\nb', token_type: 'Bearer' }), 200],
  ])(
    '%s is an AuthenticationError with tokenUrl and status, the call is not sent',
    async (_, token, status) => {
      await using server = await stubServer(api(token));
      const error = await rejection(clientOf(server.url, { retry: false }).webhooks.getKey());
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({
        code: 'AUTHENTICATION',
        vendor: 'asna',
        status,
        tokenUrl: `${server.url}/token`,
      });
      expect(isTokenError(error)).toBe(true);
      expect(server.requests.every(({ url }) => url === '/token')).toBe(true);
    },
  );

  test('no answer is an AuthenticationError with tokenUrl and status 0', async () => {
    const tokenUrl = `http://127.0.0.1:${await closedPort()}/token`;
    await using server = await stubServer(json({}));
    const error = await rejection(clientOf(server.url, {}, { tokenUrl }).webhooks.getKey());
    expect(error).toMatchObject({ code: 'AUTHENTICATION', status: 0, tokenUrl });
    expect(error).toMatchObject({ message: expect.stringContaining('ECONNREFUSED') });
  });

  test('silence ends at tokenTimeoutMs', async () => {
    await using server = await stubServer(api(() => undefined));
    const error = await rejection(clientOf(server.url, {}, { tokenTimeoutMs: 50 }).webhooks.getKey());
    expect(error).toMatchObject({ code: 'AUTHENTICATION', tokenUrl: `${server.url}/token`, status: 0 });
    expect(error).toMatchObject({ message: expect.stringContaining('50 ms') });
  });

  test("the call's own deadline holds while the token endpoint is silent", async () => {
    await using server = await stubServer(api(() => undefined));
    const asna = clientOf(server.url);
    const error = await rejection(asna.webhooks.getKey({ timeouts: { deadlineMs: 50 } }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ phase: 'deadline' });
  });

  test('a redirect is not followed, so the secret goes nowhere else', async () => {
    await using other = await stubServer(issue());
    await using server = await stubServer(
      api((_, response) => response.writeHead(307, { location: `${other.url}/token` }).end()),
    );
    const error = await rejection(clientOf(server.url).webhooks.getKey());
    expect(error).toMatchObject({ code: 'AUTHENTICATION', status: 307 });
    expect(other.requests).toHaveLength(0);
  });

  test.each([
    ['its error', json({ error: 'invalid_client', error_description: `bad: ${SECRET}` }, 400)],
    ['a page, encoded', text(`<p>client_secret=${encodeURIComponent(SECRET)}</p>`, 400)],
    ['a form, as it was sent', text(new URLSearchParams({ client_secret: SECRET }).toString(), 500)],
    [
      'a header',
      (_: unknown, response: Parameters<Respond>[1]) => response.writeHead(400, { 'x-echo': SECRET }).end(),
    ],
  ])('the secret is in nothing that is printed when the endpoint repeats it in %s', async (_, token) => {
    await using server = await stubServer(api(token));
    const error = await rejection(clientOf(server.url, { retry: false }).webhooks.getKey());
    const printed = `${inspect(error, { depth: 20, showHidden: true })} ${JSON.stringify(error)} ${String(error)}`;
    for (const part of [SECRET, encodeURIComponent(SECRET), 'battery', 'staple'])
      expect(printed).not.toContain(part);
  });

  test('a token is in nothing that is printed', async () => {
    await using server = await stubServer((request, response, number) =>
      request.url === '/token'
        ? issue({ access_token: 'tok.en.secret' })(request, response, number)
        : text(`echo ${request.headers.authorization}`, 403)(request, response, number),
    );
    const error = await rejection(clientOf(server.url).webhooks.getKey());
    expect(error).toBeInstanceOf(PermissionDeniedError);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('tok.en.secret');
  });
});

describe('options', () => {
  test.each([
    ['no credential', {}],
    ['both kinds', { token: 't', auth: { clientId: 'c', clientSecret: 's' } }],
    ['an empty secret', { auth: { clientId: 'c', clientSecret: '' } }],
    ['a secret with a line break', { auth: { clientId: 'c', clientSecret: 'hidden\nvalue' } }],
    ['an empty id', { auth: { clientId: '', clientSecret: 's' } }],
    ['an unknown member', { auth: { clientId: 'c', clientSecret: 's', scope: 'api' } }],
    ['a token URL that is none', { auth: { clientId: 'c', clientSecret: 's', tokenUrl: '/token' } }],
    [
      'a token URL with a password',
      { auth: { clientId: 'c', clientSecret: 's', tokenUrl: 'https://u:p@h/t' } },
    ],
    ['a token URL of another scheme', { auth: { clientId: 'c', clientSecret: 's', tokenUrl: 'ftp://h/t' } }],
    ['a token time limit of 0', { auth: { clientId: 'c', clientSecret: 's', tokenTimeoutMs: 0 } }],
    ['a negative floor', { token: 't', rateLimitFloorMs: -1 }],
  ])('%s is a ConfigurationError that repeats no value', async (_, options) => {
    const error = await rejection((async () => new AsnaClient(options))());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).not.toContain('hidden');
  });

  test('a token of your own is sent as it is; a supplier is asked for another one after a 401', async () => {
    await using server = await stubServer(api(issue(), ['old']));
    const token = vi.fn<() => string>().mockReturnValueOnce('old').mockReturnValue('new');
    await using asna = new AsnaClient({ baseUrl: server.url, token });
    await asna.webhooks.getKey();
    await asna.webhooks.getKey();
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(
      ['old', 'new', 'new'].map((value) => `Bearer ${value}`),
    );
    expect(token).toHaveBeenCalledTimes(2);
  });

  test('with() changes from one kind of credential to the other', async () => {
    await using server = await stubServer(api(issue()));
    const asna = clientOf(server.url);
    const own = asna.with({ token: 'mine' });
    await own.webhooks.getKey();
    await own
      .with({ auth: { clientId: 'c9', clientSecret: 's', tokenUrl: `${server.url}/token` } })
      .webhooks.getKey();
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer mine',
      undefined,
      'Bearer token-1',
    ]);
  });

  test('a client secret over plain HTTP to a public host is warned about', () => {
    const warn = vi.fn<(fields: object, message: string) => void>();
    const quiet = (): void => {};
    const logger = { debug: quiet, info: quiet, error: quiet, warn };
    void new AsnaClient({
      auth: { clientId: 'c', clientSecret: 's', tokenUrl: 'http://sso.asna.cloud:6000/connect/token' },
      logger,
    });
    expect(warn.mock.calls.map(([, message]) => message).join()).toContain('sso.asna.cloud over plain HTTP');
  });
});
