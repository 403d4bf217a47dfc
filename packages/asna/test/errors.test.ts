import {
  AsnaClient,
  type AsnaOptions,
  BadRequestError,
  HttpError,
  isAsnaHttpError,
  RateLimitError,
  ServerError,
} from '@partner-apis/asna';
import { manualClock } from '@partner-apis/sandbox';
import { describe, expect, test, vi } from 'vitest';
import { json, rejection, type Respond, stubServer, text } from '@partner-apis/test-kit';

const problem = { statusCode: 400, isError: true, isTransient: false, exceptionMessage: 'Broken' };
const BODY = { clientId: 'BC164E55-B612-4A04-800B-34CCF10F6858', url: 'http://mycompany.ru/hook' };

function clientOf(url: string, more: Partial<AsnaOptions> = {}): AsnaClient {
  return new AsnaClient({ baseUrl: url, token: 't', retry: { minDelayMs: 0, maxDelayMs: 0 }, ...more });
}

/** Fails once, then answers with a key. */
const once =
  (failure: Respond): Respond =>
  (request, response, number) =>
    (number === 1 ? failure : json({ secret: 'k' }))(request, response, number);

test('an answer in the words of ASNA is typed by isAsnaHttpError, with its fields named in the message', async () => {
  const validationErrors = [{ field: 'stocks[0].prtId', message: 'Value: 4711 is private' }];
  await using server = await stubServer(json({ ...problem, validationErrors }, 400));
  const error = await rejection(clientOf(server.url).subscriptions.create('stocks_full', BODY));
  expect(error).toBeInstanceOf(BadRequestError);
  if (!isAsnaHttpError(error)) throw new Error('not recognised');
  expect(error.body.exceptionMessage).toBe('Broken');
  expect(error.body.validationErrors?.[0]?.field).toBe('stocks[0].prtId');
  expect(error.message).toContain('Broken (stocks[0].prtId)');
  expect(error.message).not.toContain('4711');
});

describe('bodies that are empty or no JSON', () => {
  test.each([
    [401, 'AUTHENTICATION', ''],
    [403, 'PERMISSION_DENIED', ''],
    [429, 'RATE_LIMIT', '<html>busy</html>'],
    [500, 'SERVER', 'Internal Server Error'],
    [404, 'NOT_FOUND', '"text"'],
    [409, 'CONFLICT', '[1]'],
    [418, 'BAD_REQUEST', '{"no":"problem"}'],
    [302, 'HTTP', ''],
  ])('status %i is %s', async (status, code, body) => {
    await using server = await stubServer(text(body, status));
    const error = await rejection(clientOf(server.url, { retry: false }).webhooks.getKey());
    expect(error).toBeInstanceOf(HttpError);
    expect(error).toMatchObject({ code, status, vendor: 'asna' });
    expect(isAsnaHttpError(error)).toBe(false);
  });
});

test.each(['token', 'auth'])('a refused token names the option that holds it: %s', async (option) => {
  await using server = await stubServer((request, response, number) => {
    const token = json({ access_token: 'once', token_type: 'Bearer' });
    (request.url === '/token' ? token : text('', 401))(request, response, number);
  });
  const auth = { clientId: 'hints', clientSecret: 'hush', tokenUrl: `${server.url}/token` };
  const credential = option === 'auth' ? { token: null, auth } : {};
  const error = await rejection(clientOf(server.url, { retry: false, ...credential }).webhooks.getKey());
  expect(error).toMatchObject({
    status: 401,
    hint: expect.stringContaining(`the credential given as \`${option}\` is`),
  });
});

test('an error object under status 200 is a failure, with the status that it names', async () => {
  await using server = await stubServer(json({ ...problem, statusCode: 409 }));
  const error = await rejection(clientOf(server.url).webhooks.getKey());
  expect(error).toMatchObject({ code: 'CONFLICT', status: 409, httpStatus: 200 });
});

describe('isTransient', () => {
  test('true makes a safe call repeated, whatever the status', async () => {
    await using server = await stubServer(once(json({ ...problem, isTransient: true }, 400)));
    expect(await clientOf(server.url).webhooks.getKey()).toEqual({ secret: 'k' });
  });

  test('true does not make an unsafe call repeated', async () => {
    await using server = await stubServer(json({ ...problem, isTransient: true }, 400));
    await rejection(clientOf(server.url).subscriptions.create('stocks_full', BODY));
    expect(server.requests).toHaveLength(1);
  });

  test('false leaves a 400 as it is', async () => {
    await using server = await stubServer(json(problem, 400));
    await rejection(clientOf(server.url).webhooks.getKey());
    expect(server.requests).toHaveLength(1);
  });
});

describe('429', () => {
  test('without Retry-After waits for 30 seconds, whatever the cap of Retry-After', async () => {
    const retry = { minDelayMs: 0, maxDelayMs: 0, maxRetryAfterMs: 10 };
    await using server = await stubServer(once(text('', 429)));
    const clock = manualClock();
    await using asna = clientOf(server.url, { clock, retry });
    const call = asna.webhooks.getKey({ timeouts: { deadlineMs: 60_000, attemptMs: 50_000 } }).withResponse();
    await vi.waitUntil(() => server.requests.length === 1, { interval: 1 });
    const advanced = vi.waitUntil(
      () => {
        if (server.requests.length === 2) return true;
        clock.advance(1_000);
        return false;
      },
      { interval: 5, timeout: 5_000 },
    );
    const { response } = await call;
    await advanced;
    expect(response.attempts[1]?.waitedMs).toBe(30_000);
  });

  test('waits for rateLimitFloorMs when that is set, and for Retry-After when the answer has it', async () => {
    await using server = await stubServer(once(text('', 429)));
    const { response } = await clientOf(server.url, { rateLimitFloorMs: 40 })
      .webhooks.getKey()
      .withResponse();
    expect(response.attempts[1]?.waitedMs).toBeGreaterThanOrEqual(40);
    await using other = await stubServer(
      once((_, answer) => answer.writeHead(429, { 'retry-after': '0' }).end()),
    );
    const second = await clientOf(other.url).webhooks.getKey().withResponse();
    expect(second.response.attempts[1]?.waitedMs).toBe(0);
  });

  test('is the error at once when the deadline would pass first', async () => {
    await using server = await stubServer(text('', 429));
    const error = await rejection(clientOf(server.url).webhooks.getKey({ timeouts: { deadlineMs: 5_000 } }));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ attempts: [{ status: 429 }] });
    expect(Object(error)).not.toHaveProperty('retryAfterMs');
  });
});

test('a read is repeated after a 500 and a broken connection', async () => {
  await using server = await stubServer(once((_, response) => response.destroy()));
  expect(await clientOf(server.url).webhooks.getKey()).toEqual({ secret: 'k' });
  await using other = await stubServer(text('', 500));
  expect(await rejection(clientOf(other.url).webhooks.getKey())).toBeInstanceOf(ServerError);
  expect(other.requests).toHaveLength(3);
});
