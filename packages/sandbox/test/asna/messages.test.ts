import { expect, test, vi } from 'vitest';
import { hooks, start, type Running } from './support.ts';

const EMPTY = { date: '2018-11-22T16:01:13.032+03:00', stocks: [] };

async function upload({ send, clientId }: Running, method = 'POST'): Promise<string> {
  const { status, headers } = await send(method, `/v5/stores/${clientId}/stocks`, EMPTY);
  expect(status).toBe(202);
  return headers.get('location') ?? '';
}

test('a package moves from 0 over 1 to 2 with time, and its event goes out at the end', async () => {
  const running = await start();
  const { send, sandbox, clock, url, clientId } = running;
  const { url: hook, received } = await hooks(200);
  sandbox.asna.configure({ acceptedMs: 100, processingMs: 200 });
  await send('POST', '/v5/events/stocks_full', { clientId, url: hook });
  const location = await upload(running);
  const messageId = /\/v5\/messages\/([0-9a-f-]{36})\/status$/.exec(location)?.[1];
  expect(location.startsWith(url)).toBe(true);
  const status = async (): Promise<unknown> => (await send('GET', location.slice(url.length))).json;
  expect(await status()).toMatchObject({ messageId, statusId: 0, statusMessage: 'Принято к обработке' });
  clock.advance(100);
  expect(await status()).toMatchObject({ statusId: 1, statusMessage: 'Обрабатывается' });
  expect(received).toEqual([]);
  clock.advance(200);
  expect(await status()).toEqual({
    id: 1,
    messageId,
    statusId: 2,
    statusMessage: 'Обработано',
    statusDate: '2026-01-01T00:00:00.3000000+00:00',
  });
  await vi.waitUntil(() => received.length === 1, { interval: 1 });
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ MessageId: messageId, Message: 'Processed' });
});

test('or to 3 when it is told to; a change of stock raises its own event', async () => {
  const running = await start();
  const { send, sandbox, clock, clientId } = running;
  const { url: hook, received } = await hooks(200);
  sandbox.asna.configure({ acceptedMs: 0, processingMs: 0, outcome: 3 });
  await send('POST', '/v5/events/stocks_updates', { clientId, url: hook });
  await upload(running, 'PUT');
  clock.advance(0);
  expect(sandbox.asna.messages()).toMatchObject([{ statusId: 3 }]);
  await vi.waitUntil(() => received.length === 1, { interval: 1 });
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ Event: 'stocks_updates', Message: 'Error' });
});

test('an unknown package is 204, an id that is none is 400', async () => {
  const { send } = await start();
  expect((await send('GET', '/v5/messages/0e238a6a-c9f7-435f-9f9e-a9257e613879/status')).status).toBe(204);
  expect((await send('GET', '/v5/messages/1/status')).status).toBe(400);
});

test.each([
  ['relative', /^\/v5\/messages\//],
  ['foreign', /^https:\/\/elsewhere\.example\/v5\/messages\//],
  ['missing', /^$/],
] as const)('Location can be %s', async (location, pattern) => {
  const running = await start();
  running.sandbox.asna.configure({ location });
  expect(await upload(running)).toMatch(pattern);
});

test('a status put by hand stays, of any code', async () => {
  const { send, sandbox, clock } = await start();
  const id = sandbox.asna.putMessage(7);
  sandbox.asna.putMessage(8, id.toUpperCase());
  clock.advance(1e6);
  expect(await send('GET', `/v5/messages/${id}/status`)).toMatchObject({
    json: { statusId: 8, messageId: id },
  });
});

test('price lists are taken too; data that breaks the schema is not', async () => {
  const { send, clientId } = await start();
  expect((await send('POST', `/v5/legal_entities/${clientId}/preorders`, {})).status).toBe(202);
  expect((await send('POST', `/v5/stores/${clientId}/stocks`, {})).status).toBe(400);
});

test('reset() forgets packages, subscriptions, deliveries, tokens and settings, and stops what moves', async () => {
  const running = await start();
  const { sandbox, send, clientId, clock } = running;
  await send('POST', '/v5/events/stocks_full', { clientId, url: 'http://127.0.0.1:1/' });
  sandbox.asna.configure({ outcome: 3 });
  await upload(running);
  await sandbox.reset();
  expect(clock.scheduled).toBe(0);
  expect([sandbox.asna.messages(), sandbox.asna.subscriptions(), sandbox.asna.deliveries()]).toEqual([
    [],
    [],
    [],
  ]);
  expect(sandbox.asna.settings.outcome).toBe(2);
  expect((await send('GET', '/v5/keys/webhooks')).status).toBe(401);
});
