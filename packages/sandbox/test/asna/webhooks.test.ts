import { createHmac } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { hooks, start } from './support.ts';

const OTHER = '504d4dd8-d400-41e1-ba39-0f10d4825bbf';

describe('subscriptions', () => {
  test('201 made, 200 changed, 204 removed, each without a body; a client id in any case is the same', async () => {
    const { send, sandbox, clientId } = await start();
    const path = '/v5/events/stocks_full';
    const made = await send('POST', path, { clientId, url: 'http://a.ru/' });
    expect([made.status, made.text]).toEqual([201, '']);
    expect((await send('PUT', path, { clientId: clientId.toLowerCase(), url: 'http://b.ru/' })).status).toBe(
      200,
    );
    expect(sandbox.asna.subscriptions()).toMatchObject([{ event: 'stocks_full', url: 'http://b.ru/' }]);
    expect((await send('DELETE', path, { clientId })).status).toBe(204);
    expect(sandbox.asna.subscriptions()).toEqual([]);
  });

  test.each([
    ['a second one', 'POST', 'stocks_full', { url: 'http://a.ru/' }],
    ['a change of none', 'PUT', 'stocks_updates', { url: 'http://a.ru/' }],
    ['a removal of none', 'DELETE', 'stocks_updates', {}],
    ['an unknown event', 'POST', 'nothing', { url: 'http://a.ru/' }],
    ['no url', 'POST', 'preorders_full', {}],
    ['a url that is none', 'POST', 'preorders_full', { url: '/hook' }],
    ['a client id that is no GUID', 'POST', 'preorders_full', { clientId: '1', url: 'http://a.ru/' }],
  ])('%s is 400 with an error object', async (_, method, event, body) => {
    const { send, clientId } = await start();
    await send('POST', '/v5/events/stocks_full', { clientId, url: 'http://a.ru/' });
    expect(await send(method, `/v5/events/${event}`, { clientId, ...body })).toMatchObject({
      status: 400,
      json: { statusCode: 400, isError: true, isTransient: false, exceptionMessage: expect.any(String) },
    });
  });
});

describe('delivery', () => {
  test("goes to who has subscribed, signed over the bytes that arrive, in the manual's layout", async () => {
    const { send, sandbox, clientId } = await start();
    const { url, received } = await hooks(200);
    await send('POST', '/v5/events/stocks_full', { clientId, url });
    await sandbox.asna.fireWebhook('stocks_full', { clientId: OTHER });
    await sandbox.asna.fireWebhook('stocks_updates');
    expect(received).toEqual([]);
    const messageId = '9ebec167-ddf5-4de0-b4df-c4c1749afb1a';
    const date = '2017-07-25T12:47:05.1210444+00:00';
    const [made] = await sandbox.asna.fireWebhook('stocks_full', { messageId, date });
    expect(made).toMatchObject({ status: 200, attempt: 1, url });
    const [hook] = received;
    // As long as the Content-Length in the manual.
    expect(hook?.headers).toMatchObject({
      'content-length': '189',
      'content-type': 'application/json; charset=utf-8',
    });
    expect(JSON.parse(hook?.body ?? '')).toEqual({
      ClientId: clientId,
      Event: 'stocks_full',
      Message: 'Processed',
      MessageId: messageId,
      Date: date,
    });
    const key = sandbox.asna.client().webhookSecret;
    const digest = createHmac('sha256', key)
      .update(hook?.body ?? '')
      .digest('hex')
      .toUpperCase();
    expect(hook?.headers['x-signature']).toBe(`sha256=${digest}`);
  });

  test('is tried again after a failure, and made again when duplicates are asked for', async () => {
    const { sandbox, clock } = await start();
    const { url, received } = await hooks(500, 200);
    sandbox.asna.configure({ delivery: { retries: 3, retryDelayMs: 5_000, duplicates: 2 } });
    const fired = sandbox.asna.fireWebhook('stocks_full', { url });
    await vi.waitUntil(() => received.length === 1 && clock.scheduled === 1, { interval: 1 });
    clock.advance(4_999);
    expect(received).toHaveLength(1);
    clock.advance(1);
    expect((await fired).map(({ status }) => status)).toEqual([500, 200, 200, 200]);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(sandbox.asna.deliveries()).toHaveLength(4);
  });

  test('to nobody is an error code, not a crash, and is not made again', async () => {
    const { sandbox } = await start();
    sandbox.asna.configure({ delivery: { retries: 0, duplicates: 3 } });
    const [made, ...more] = await sandbox.asna.fireWebhook('stocks_full', { url: 'http://127.0.0.1:1/' });
    expect(made).toMatchObject({ error: 'ECONNREFUSED' });
    expect(more).toEqual([]);
  });

  test('of an event that names a new package makes that package known', async () => {
    const { send, sandbox } = await start();
    await sandbox.asna.fireWebhook('stocks_full', { message: 'Error' });
    const [message] = sandbox.asna.messages();
    expect(await send('GET', `/v5/messages/${message?.messageId}/status`)).toMatchObject({
      json: { statusId: 3 },
    });
  });
});
