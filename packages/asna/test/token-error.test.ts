import { AuthenticationError, isTokenError, TokenError } from '@partner-apis/asna';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { closedPort, drop, json, rejection, type Respond, stubServer, text } from '@partner-apis/test-kit';
import { api, clientOf, tokenRequests } from './support/token-api.ts';

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
    expect(refused).toMatchObject({ hint: expect.stringContaining('auth.tokenUrl') });
    await using silent = await stubServer(() => undefined);
    const late = await rejection(
      clientOf(silent.url, { retry: false }, { tokenTimeoutMs: 30 }).webhooks.getKey(),
    );
    expect(late).toMatchObject({ hint: expect.stringContaining('auth.tokenTimeoutMs') });
  });
});
