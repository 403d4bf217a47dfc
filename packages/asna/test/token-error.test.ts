import { AuthenticationError, isTokenError, TokenError } from '@partner-apis/asna';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { closedPort, drop, json, rejection, type Respond, stubServer, text } from '@partner-apis/test-kit';
import { api, clientOf, SECRET, tokenRequests } from './support/token-api.ts';

describe('TokenError', () => {
  const failing = async (token: Respond): Promise<unknown> => {
    await using server = await stubServer(api(token));
    return await rejection(
      clientOf(server.url, { rateLimitFloorMs: 1, retry: { retries: 1, minDelayMs: 0 } }).webhooks.getKey(),
    );
  };

  test('says which call it stopped, and lists its attempts', async () => {
    const error = await failing(text('', 503));
    expect(error).toMatchObject({
      name: 'TokenError',
      code: 'AUTHENTICATION',
      operation: 'webhooks.getKey',
      callId: expect.stringMatching(/./),
      attempts: [
        { reason: 'CREDENTIAL', waitedMs: 0 },
        { reason: 'CREDENTIAL', waitedMs: 0 },
      ],
      message: expect.stringMatching(/^ASNA webhooks\.getKey got no token: the endpoint http:/),
    });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name: 'TokenError',
      operation: 'webhooks.getKey',
    });
  });

  test('does not say that nothing was sent where the vendor refused a token before', async () => {
    let given = 0;
    const token: Respond = (request, response, number) => {
      given += 1;
      if (given > 1) return drop(request, response, number);
      return json({ access_token: 'old', token_type: 'Bearer' })(request, response, number);
    };
    await using server = await stubServer(api(token, ['old']));
    const error = await rejection(clientOf(server.url, { retry: false }).webhooks.getKey());
    expect(error).toMatchObject({ name: 'TokenError', attempts: [{ status: 401 }], neverSent: false });
    expect(error).toMatchObject({ message: expect.not.stringContaining('was not sent') });
  });

  test('is one for each call that waited', async () => {
    await using server = await stubServer(api(json({ error: 'invalid_client' }, 400)));
    const asna = clientOf(server.url);
    const [key, status] = await Promise.all([
      rejection(asna.webhooks.getKey()),
      rejection(asna.messages.getStatus('504d4dd8-d400-41e1-ba39-0f10d4825bbf')),
    ]);
    expect(tokenRequests(server.requests)).toBe(1);
    expect([key, status]).toMatchObject([
      { operation: 'webhooks.getKey' },
      { operation: 'messages.getStatus' },
    ]);
    expect(Object(key).callId).not.toBe(Object(status).callId);
  });

  test('has one name, and is an AuthenticationError', async () => {
    const error = await failing(json({ error: 'invalid_client' }, 400));
    expect(inspect(error)).toMatch(/^TokenError: /);
    expect(inspect(error)).not.toContain('[AuthenticationError]');
    expect(error).toBeInstanceOf(TokenError);
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(isTokenError(error)).toBe(true);
    expect(isTokenError(Object.assign(new Error('x'), { tokenUrl: 'x' }))).toBe(false);
  });

  test.each<[string, Respond, RegExp, RegExp]>([
    ['invalid_client', json({ error: 'invalid_client' }, 400), /clientId.*clientSecret/, /tokenUrl/],
    ['401 without a word', text('', 401), /clientId.*clientSecret/, /tokenUrl/],
    ['another kind of grant', json({ error: 'unsupported_grant_type' }, 400), /tokenUrl/, /clientSecret/],
    ['404', text('<html>', 404), /tokenUrl/, /clientSecret/],
    ['429', json({}, 429), /too many/i, /tokenUrl/],
    ['500', text('', 500), /later/, /tokenUrl/],
    [
      'a redirect',
      (_, response) => response.writeHead(302, { location: '/' }).end(),
      /redirect.*tokenUrl/i,
      /clientSecret/,
    ],
    ['a page', text('<html>login</html>'), /tokenUrl/, /clientSecret/],
    ['a token for no header', json({ access_token: 'a b', token_type: 'Bearer' }), /ASNA/, /tokenUrl/],
    ['a broken connection', drop, /later/, /tokenUrl/],
  ])('its hint fits what happened: %s', async (_, token, fits, misleads) => {
    const error = await failing(token);
    expect(error).toMatchObject({ hint: expect.stringMatching(fits) });
    expect(error).toMatchObject({ hint: expect.not.stringMatching(misleads) });
  });

  test('its hint names the address where nothing answers there', async () => {
    const tokenUrl = `http://127.0.0.1:${await closedPort()}/token`;
    await using server = await stubServer(json({}));
    const refused = await rejection(clientOf(server.url, { retry: false }, { tokenUrl }).webhooks.getKey());
    expect(refused).toMatchObject({
      code: 'AUTHENTICATION',
      status: 0,
      tokenUrl,
      reason: 'ECONNREFUSED',
      neverSent: true,
      message: expect.stringContaining(
        `webhooks.getKey was not sent. Nothing listens at ${tokenUrl}: check auth.tokenUrl, or your network.`,
      ),
    });
    expect(JSON.parse(JSON.stringify(refused))).toMatchObject({ reason: 'ECONNREFUSED', neverSent: true });
    await using silent = await stubServer(() => undefined);
    const late = await rejection(
      clientOf(silent.url, { retry: false }, { tokenTimeoutMs: 30 }).webhooks.getKey(),
    );
    expect(late).toMatchObject({ hint: expect.stringContaining('auth.tokenTimeoutMs') });
  });
});

describe('answers of servers that imitate OAuth 2.0', () => {
  const token = { access_token: 'live-access', refresh_token: 'live-refresh', expires_in: 3600 };

  test.each([200, 201, 202, 203, 206])('a token is a token with status %i', async (status) => {
    await using server = await stubServer(api(json(token, status)));
    expect(await clientOf(server.url).webhooks.getKey()).toEqual({ secret: 'k' });
    expect(server.requests.at(-1)?.headers.authorization).toBe('Bearer live-access');
  });

  test.each([
    { refresh_token: '' },
    { refresh_token: null },
    { scope: null },
    { scope: '' },
    { id_token: '' },
    { token_type: '' },
    { token_type: null },
    { expires_in: null },
    { expires_in: '' },
    { error: '' },
    { error: null },
  ])('optional members may be empty: %o', async (empty) => {
    await using server = await stubServer(api(json({ access_token: 'live-access', ...empty })));
    expect(await clientOf(server.url).webhooks.getKey()).toEqual({ secret: 'k' });
  });

  test.each<[string, object, number]>([
    ['a success whose token cannot be used', { ...token, access_token: 'live-access\nX' }, 200],
    ['the same with another status', { ...token, access_token: ['live-access'] }, 201],
    ['a token under another name', { accessToken: 'live-access', refreshToken: 'live-refresh' }, 202],
    ['a token type that is no text', { ...token, token_type: 7 }, 206],
    ['a refusal that holds tokens', { ...token, error: 'temporarily_unavailable' }, 503],
    ['a refusal that holds one under another name', { refreshToken: 'live-refresh' }, 400],
  ])('no token is kept: %s', async (_, body, status) => {
    await using server = await stubServer(api(json(body, status)));
    const error = await rejection(clientOf(server.url, { retry: false }).webhooks.getKey());
    expect(error).toMatchObject({ name: 'TokenError', status });
    const printed = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
    expect(printed).not.toMatch(/live-(access|refresh)/);
  });

  test('a refusal with status 200 says what the server said, and is no matter of redirects', async () => {
    const body = { error: 'invalid_client', error_description: `no such client: ${SECRET}` };
    await using server = await stubServer(api(json(body)));
    const error = await rejection(clientOf(server.url).webhooks.getKey());
    expect(error).toMatchObject({ name: 'TokenError', status: 200, body: { error: 'invalid_client' } });
    expect(error.message).toContain('refused with status 200: invalid_client: no such client: [redacted]');
    expect(error.message).toMatch(/clientId.*clientSecret/);
  });
});
