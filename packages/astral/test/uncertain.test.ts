import { AstralClient } from '@partner-apis/astral';
import { createSandbox } from '@partner-apis/sandbox';
import { expect, test } from 'vitest';
import { closedPort, json, rejection, stubServer, text } from '@partner-apis/test-kit';

// Whoever reads an error at night must know whether the request may have been carried out.

const event = { code: 'x', consumer: ['me'], data: {} };
const MAYBE = 'It may have been carried out all the same';

function clientFor(baseUrl: string): AstralClient {
  return new AstralClient({ apiKey: 'test-key-1', baseUrl, retry: false });
}

test.each([408, 500, 502, 504])('a publication that ends in %d says so', async (status) => {
  await using server = await stubServer(text('<html>', status));
  expect(String(await rejection(clientFor(server.url).events.publish(event)))).toContain(MAYBE);
});

test('a publication that was refused does not', async () => {
  await using server = await stubServer(json({ status: 400, title: 'Неверный запрос' }, 400));
  expect(String(await rejection(clientFor(server.url).events.publish(event)))).not.toContain(MAYBE);
});

test('an abort after the request went out says so; the sandbox shows that it is true', async () => {
  const sandbox = createSandbox();
  await using server = await sandbox.listen({ port: 0 });
  sandbox.faults.inject({ vendor: 'astral', operation: 'events.publish', kind: 'slow', delayMs: 5_000 });
  await using astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  const stop = new AbortController();
  const call = rejection(astral.events.publish(event, { signal: stop.signal }));
  await expect.poll(() => sandbox.astral.events().length).toBe(1);
  stop.abort();
  expect(String(await call)).toContain(MAYBE);
});

test('an abort before that says that nothing was sent', async () => {
  const error = await rejection(
    clientFor('http://127.0.0.1:1').events.publish(event, { signal: AbortSignal.abort() }),
  );
  expect(String(error)).toContain('Nothing was sent.');
});

test('a refused connection says that nothing was sent', async () => {
  const error = await rejection(clientFor(`http://127.0.0.1:${await closedPort()}`).events.publish(event));
  expect(String(error)).toContain('Nothing was sent.');
});

test('a poll that dies says where its events are', async () => {
  await using server = await stubServer((_, response) => response.destroy());
  const error = await rejection(clientFor(server.url).events.poll({ timeout: 10 }));
  expect(String(error)).toContain('poll({ unconfirmed: true })');
});

test('a read says that it is safe to repeat', async () => {
  await using server = await stubServer((_, response) => response.destroy());
  expect(String(await rejection(clientFor(server.url).events.get('a'.repeat(32))))).toContain(
    'safe to repeat',
  );
});

test('a success of an unknown shape says that it was most likely done', async () => {
  await using server = await stubServer(json({ status: 200, events: 'two' }));
  expect(String(await rejection(clientFor(server.url).events.publish(event)))).toContain('most likely done');
});

test('after retries the stack still names the line of the program', async () => {
  await using server = await stubServer(text('busy', 503));
  const astral = new AstralClient({
    apiKey: 'test-key-1',
    baseUrl: server.url,
    retry: { minDelayMs: 0, maxDelayMs: 0 },
  });
  async function nightlyJob(): Promise<void> {
    await astral.events.get('a'.repeat(32));
  }
  const error = await rejection(nightlyJob());
  expect(error instanceof Error && error.stack).toContain('nightlyJob');
});

test.each<[string, object, string]>([
  ['retry: 3', { retry: 3 }, 'retry: must be an object'],
  ['a negative number of retries', { retry: { retries: -1 } }, 'retry.retries: must be an integer'],
  ['a misspelt option', { baseURL: 'x' }, 'baseURL is not an option here; these are: baseUrl'],
  ['a policy that does not exist', { validation: 'on' }, "must be 'throw', 'warn' or 'off'"],
])('options: %s is explained', (_, options, words) => {
  expect(() => new AstralClient({ apiKey: 'test-key-1', ...options })).toThrow(words);
});

test('a request that was refused, and then met nobody, was not carried out', async () => {
  const server = await stubServer((_, response) => {
    response.writeHead(401, { connection: 'close' }).end('{}', () => void server[Symbol.asyncDispose]());
  });
  let asked = 0;
  await using astral = new AstralClient({
    apiKey: () => `key-${(asked += 1)}`,
    baseUrl: server.url,
    retry: false,
  });
  const error = await rejection(astral.events.publish(event));
  expect(error).toMatchObject({
    code: 'CONNECTION',
    attempts: [{ status: 401 }, { reason: 'ECONNREFUSED' }],
  });
  expect(String(error)).toContain('It was refused before, so it was not carried out.');
});
