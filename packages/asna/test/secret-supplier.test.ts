import { AsnaClient } from '@partner-apis/asna';
import { manualClock } from '@partner-apis/sandbox';
import { expect, test } from 'vitest';
import { sandboxed } from './support/sandboxed.ts';
import { eventBody, posted, recording, SECRET } from './support/webhook.ts';
import { json, stubServer, text } from '@partner-apis/test-kit';

let messages = 0;
const signedBy = (secret: string) => posted(eventBody({ MessageId: `m${(messages += 1)}` }), secret);

function supplied(url: string) {
  const clock = manualClock();
  const asna = new AsnaClient({ baseUrl: url, token: 't', clock, retry: false });
  return { clock, receiver: recording({ secrets: asna.webhooks.secretSupplier() }).receiver };
}

test('reads the key once, for many webhooks at the same time', async () => {
  const { asna, sandbox } = await sandboxed();
  const { receiver, handled } = recording({ secrets: asna.webhooks.secretSupplier() });
  const secret = sandbox.asna.client().webhookSecret;
  await Promise.all(Array.from({ length: 5 }, () => receiver.handle(signedBy(secret))));
  await receiver.handle(signedBy(secret));
  expect(handled).toHaveLength(6);
  expect(sandbox.requests({ operation: 'webhooks.getKey' })).toHaveLength(1);
});

test('reads it again at once after the first mismatch, so a changed key is no outage', async () => {
  const { asna, sandbox } = await sandboxed();
  const { receiver } = recording({ secrets: asna.webhooks.secretSupplier() });
  await receiver.handle(signedBy(sandbox.asna.client().webhookSecret));
  const changed = sandbox.asna.changeWebhookSecret();
  expect(await receiver.handle(signedBy(changed))).toMatchObject({ status: 200 });
  expect(sandbox.requests({ operation: 'webhooks.getKey' })).toHaveLength(2);
});

test('then once a minute at most, however many forged requests come', async () => {
  await using server = await stubServer(json({ secret: SECRET }));
  const { clock, receiver } = supplied(server.url);
  await receiver.handle(signedBy(SECRET));
  const forge = async (times: number): Promise<number> => {
    for (let i = 0; i < times; i++)
      expect(await receiver.handle(signedBy('forged'))).toMatchObject({ status: 401 });
    return server.requests.length;
  };
  expect(await forge(10)).toBe(2);
  clock.advance(59_999);
  expect(await forge(10)).toBe(2);
  clock.advance(1);
  expect(await forge(10)).toBe(3);
});

test('mismatches at the same time make one request', async () => {
  await using server = await stubServer(json({ secret: SECRET }));
  const { receiver } = supplied(server.url);
  await receiver.handle(signedBy(SECRET));
  await Promise.all(Array.from({ length: 10 }, () => receiver.handle(signedBy('forged'))));
  expect(server.requests).toHaveLength(2);
});

test('a key that cannot be read answers 500, and is tried for with the next webhook', async () => {
  await using server = await stubServer((request, response, number) =>
    (number === 1 ? text('', 500) : json({ secret: SECRET }))(request, response, number),
  );
  const { receiver } = supplied(server.url);
  expect(await receiver.handle(signedBy(SECRET))).toMatchObject({ status: 500 });
  expect(await receiver.handle(signedBy(SECRET))).toMatchObject({ status: 200 });
});

test('a second reading that fails counts too', async () => {
  await using server = await stubServer((request, response, number) =>
    (number === 1 ? json({ secret: SECRET }) : text('', 500))(request, response, number),
  );
  const { receiver } = supplied(server.url);
  await receiver.handle(signedBy(SECRET));
  expect(await receiver.handle(signedBy('forged'))).toMatchObject({ status: 500 });
  expect(await receiver.handle(signedBy('forged'))).toMatchObject({ status: 401 });
  expect(await receiver.handle(signedBy(SECRET))).toMatchObject({ status: 200 });
  expect(server.requests).toHaveLength(2);
});
