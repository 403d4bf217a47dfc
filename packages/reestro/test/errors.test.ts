import {
  AuthenticationError,
  BadRequestError,
  isReestroHttpError,
  PermissionDeniedError,
  RateLimitError,
} from '@partner-apis/reestro';
import { describe, expect, test } from 'vitest';
import { documented } from './support/documented.ts';
import { clientFor, documentedAnswer, withSandbox } from './support/reestro.ts';
import { rejection, stubServer } from '@partner-apis/test-kit';

async function failWith(text: string, status: number): Promise<unknown> {
  await using server = await stubServer(documentedAnswer(text, status));
  return await rejection(clientFor(server.url, { retry: false }).crypto.events.list());
}

describe('400', () => {
  test("the manual's example, typed, with the field in the message", async () => {
    const error = await failWith(documented.wrongFieldValue, 400);
    expect(error).toBeInstanceOf(BadRequestError);
    if (!isReestroHttpError(error)) throw new Error('Not described by the vendor.');
    expect(error.body).toEqual(JSON.parse(documented.wrongFieldValue));
    expect(error.body.errors?.[0]?.code).toBe('WrongFieldValue');
    expect(error.message).toBe(
      'Kontur.Reestro crypto.events.list failed with status 400: Failed to validate input request (afterEventId should be guid).',
    );
  });

  test('the sandbox answers the same', async () => {
    const { reestro } = await withSandbox();
    const error = await rejection(reestro.crypto.events.list({ afterEventId: '42' }));
    if (!isReestroHttpError(error)) throw new Error('Not described by the vendor.');
    expect(error.body).toEqual(JSON.parse(documented.wrongFieldValue));
  });

  test('errors that are one object, at any depth, are arrays', async () => {
    const error = await failWith(
      '{"code":"Validation","errors":{"code":"A","errors":{"message":"inside"}}}',
      400,
    );
    if (!isReestroHttpError(error)) throw new Error('Not described by the vendor.');
    expect(error.body.errors).toEqual([{ code: 'A', errors: [{ message: 'inside' }] }]);
    expect(error.message).toContain('Validation (A (inside))');
  });
});

describe('401 and 403, whose bodies are not documented', () => {
  test.each(['empty', 'json', 'html'] as const)('with a body that is %s', async (body) => {
    const { sandbox, reestro, url } = await withSandbox();
    sandbox.reestro.refusalBody = body;
    const { orgId, apiKey } = sandbox.reestro.organization();
    const other = sandbox.reestro.organization('other');

    const stranger = await rejection(clientFor(url, { orgId, apiKey: 'nobody' }).crypto.events.list());
    expect(stranger).toBeInstanceOf(AuthenticationError);
    expect(String(stranger)).toContain('check apiKey');

    const guest = await rejection(clientFor(url, { apiKey, orgId: other.orgId }).crypto.events.list());
    expect(guest).toBeInstanceOf(PermissionDeniedError);
    expect(String(guest)).toContain('no access to the organization');

    expect([isReestroHttpError(stranger), isReestroHttpError(guest)]).toEqual([
      body === 'json',
      body === 'json',
    ]);
    await reestro.crypto.events.list();
  });

  test('401 is not sent again with the same key', async () => {
    await using server = await stubServer(documentedAnswer('', 401));
    await rejection(clientFor(server.url).crypto.events.list());
    expect(server.requests).toHaveLength(1);
  });
});

test('other failures: 402 has a hint, 429 its wait, a proxy no body of the vendor', async () => {
  expect(String(await failWith('', 402))).toContain('balance');
  await using server = await stubServer((_, response) => {
    response.writeHead(429, { 'retry-after': '7', 'x-request-id': 'r-1' }).end('<html>slow down</html>');
  });
  const error = await rejection(clientFor(server.url, { retry: false }).crypto.events.list());
  expect(error).toBeInstanceOf(RateLimitError);
  expect(error).toMatchObject({ retryAfterMs: 7_000, requestId: 'r-1' });
  expect(isReestroHttpError(error)).toBe(false);
  expect(isReestroHttpError(new Error('no'))).toBe(false);
});
