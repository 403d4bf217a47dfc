import { type AsnaClient, isTokenError } from '@partner-apis/asna';
import { describe, expect, test } from 'vitest';
import { closedPort, drop, json, rejection, type Respond, stubServer, text } from '@partner-apis/test-kit';
import { api, clientOf, issue, tokenRequests } from './support/token-api.ts';

/** Fails so many times before it gives tokens. */
function flaky(failure: Respond, times: number): Respond {
  return (request, response, number) =>
    (number <= times ? failure : issue())(request, response, number - times);
}

describe('asking for a token is repeated', () => {
  const subscription = { clientId: '504d4dd8-d400-41e1-ba39-0f10d4825bbf', url: 'http://mycompany.ru/hook' };
  const calls: readonly (readonly [string, (asna: AsnaClient) => PromiseLike<unknown>])[] = [
    ['a read', (asna) => asna.webhooks.getKey()],
    ['a change that must not happen twice', (asna) => asna.subscriptions.create('stocks_full', subscription)],
  ];
  const failures: readonly (readonly [string, Respond])[] = [
    ['a broken connection', drop],
    ['500', text('', 500)],
    ['503', text('', 503)],
    ['429', json({ error: 'slow_down' }, 429)],
  ];
  const cases = calls.flatMap(([what, call]) =>
    failures.map(([why, failure]) => [why, what, failure, call] as const),
  );

  test.each(cases)('after %s, for %s, which itself is sent once', async (_, __, failure, call) => {
    await using server = await stubServer(api(flaky(failure, 2)));
    await call(clientOf(server.url, { rateLimitFloorMs: 1 }));
    expect(tokenRequests(server.requests)).toBe(3);
    expect(server.requests).toHaveLength(4);
  });

  test('after a refused connection, which the endpoint takes a moment later', async () => {
    const port = await closedPort();
    await using server = await stubServer(json({ secret: 'k' }));
    const asna = clientOf(
      server.url,
      { retry: { minDelayMs: 200, maxDelayMs: 200 }, random: () => 1 },
      { tokenUrl: `http://127.0.0.1:${port}/token` },
    );
    const call = asna.webhooks.getKey().withResponse();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await using late = await stubServer(issue(), port);
    const { response } = await call;
    expect(response.attempts).toEqual([
      { reason: 'CREDENTIAL', waitedMs: 0 },
      { status: 200, waitedMs: 200 },
    ]);
    expect(late.requests).toHaveLength(1);
  });

  test('after silence, once tokenTimeoutMs is over', async () => {
    await using server = await stubServer(api(flaky(() => undefined, 1)));
    await clientOf(server.url, {}, { tokenTimeoutMs: 50 }).webhooks.getKey();
    expect(tokenRequests(server.requests)).toBe(2);
  });

  test.each<[string, object, object, number]>([
    ['the retries of the client', { retry: { retries: 1, minDelayMs: 0 } }, {}, 2],
    ['retries that are off', { retry: false }, {}, 1],
    ['the retries of the call', {}, { retries: 4 }, 5],
  ])('as often as %s say', async (_, options, callOptions, times) => {
    await using server = await stubServer(api(drop));
    const error = await rejection(clientOf(server.url, options).webhooks.getKey(callOptions));
    expect(isTokenError(error)).toBe(true);
    expect(tokenRequests(server.requests)).toBe(times);
  });

  test('no longer than the deadline of the call', async () => {
    await using server = await stubServer(api(json({ error: 'slow_down' }, 429)));
    const error = await rejection(clientOf(server.url).webhooks.getKey({ timeouts: { deadlineMs: 5_000 } }));
    // The floor after a 429 is 30 s.
    expect(error).toMatchObject({ code: 'AUTHENTICATION', status: 429 });
    expect(tokenRequests(server.requests)).toBe(1);
  });

  test('after as long as Retry-After says, else rateLimitFloorMs after a 429', async () => {
    await using server = await stubServer(
      api((request, response, number) => {
        if (number === 1) return void response.writeHead(503, { 'retry-after': '0.03' }).end();
        return flaky(json({}, 429), 2)(request, response, number);
      }),
    );
    const asna = clientOf(server.url, { rateLimitFloorMs: 40 });
    const { response } = await asna.webhooks.getKey().withResponse();
    expect(response.attempts.map(({ waitedMs }) => waitedMs)).toEqual([0, 30, 40]);
  });

  test('for the renewal after a 401 too, also of a call that must not happen twice', async () => {
    await using server = await stubServer(
      api(
        (request, response, number) => (number === 2 ? drop : issue())(request, response, number),
        ['token-1'],
      ),
    );
    await clientOf(server.url).subscriptions.create('stocks_full', subscription);
    expect(server.requests.map(({ url }) => url)).toEqual([
      '/token',
      '/v5/events/stocks_full',
      '/token',
      '/token',
      '/v5/events/stocks_full',
    ]);
  });

  test.each([
    ['a refusal', json({ error: 'invalid_client' }, 400)],
    ['a redirect', (_, response) => response.writeHead(307, { location: '/token' }).end()],
    ['a 200 without a token', json({})],
  ] satisfies [string, Respond][])('but not after %s', async (_, token) => {
    await using server = await stubServer(api(token));
    await rejection(clientOf(server.url).webhooks.getKey());
    expect(tokenRequests(server.requests)).toBe(1);
  });

  test('together for all calls that wait: 20 calls ask twice', async () => {
    await using server = await stubServer(api(flaky(drop, 1)));
    const asna = clientOf(server.url);
    await Promise.all(Array.from({ length: 20 }, () => asna.webhooks.getKey()));
    expect(tokenRequests(server.requests)).toBe(2);
  });
});
