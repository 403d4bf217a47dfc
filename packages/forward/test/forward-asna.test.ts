import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWebhookReceiver, signWebhook, type WebhookReceiver } from '@partner-apis/asna';
import { asnaSource, forward, type ForwardOptions } from '@partner-apis/forward';
import { thrown } from '@partner-apis/test-kit';
import { expect, onTestFinished, test, vi } from 'vitest';
import { MemorySink } from './support/memory-sink.ts';
import { SOON } from './support/stage.ts';

vi.setConfig({ testTimeout: 30_000 });

const SECRET = 'a key of the tests';

async function scene(
  options: Partial<ForwardOptions> = {},
  receiver = createWebhookReceiver({ secrets: SECRET }),
) {
  const sink = new MemorySink();
  const forwarder = forward({
    source: asnaSource(receiver),
    sink,
    retry: { minDelayMs: 200, maxDelayMs: 200 },
    random: () => 1,
    ...options,
  });
  const post = await served(receiver);
  onTestFinished(async () => void (await forwarder.stop()));
  return { sink, forwarder, post, receiver };
}

async function served(
  receiver: WebhookReceiver,
): Promise<(MessageId: string, Event?: string) => Promise<Response>> {
  const server = createServer((request, response) => void receiver.node(request, response)).listen(
    0,
    '127.0.0.1',
  );
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return (MessageId, Event = 'stocks_full') => {
    const body = JSON.stringify({
      ClientId: 'c',
      Event,
      Message: 'Processed',
      MessageId,
      Date: '2026-11-27T10:00:00Z',
    });
    return fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body,
      headers: { 'x-signature': signWebhook(body, SECRET) },
    });
  };
}

test('a webhook is answered with 200 after the engine has it, once', async () => {
  const { sink, forwarder, post } = await scene();
  void forwarder.run();
  const answers = await Promise.all([post('1'), post('2', 'an_event_of_later'), post('3')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await post('1')).status).toBe(200);
  const items = [...sink.items.values()];
  expect(
    items
      .map(({ source, type, event }) => [source, type, Reflect.get(Object(event), 'MessageId')])
      .toSorted(([, , a], [, , b]) => String(a).localeCompare(String(b))),
  ).toEqual([
    ['asna', 'stocks_full', '1'],
    ['asna', 'an_event_of_later', '2'],
    ['asna', 'stocks_full', '3'],
  ]);
  expect(sink.puts.flat()).toHaveLength(3);
  expect(forwarder.health()).toMatchObject({ state: 'running', live: true, stored: 3 });
});

test('while the engine is away the answer is 503 with Retry-After, at once, and the next delivery is no duplicate', async () => {
  const { sink, forwarder, post } = await scene();
  void forwarder.run();
  sink.answer = () => 'retry';
  const first = await post('1');
  expect([first.status, first.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
  const second = await post('2');
  expect([second.status, sink.puts.length]).toEqual([503, 1]);
  sink.answer = () => undefined;
  await expect.poll(async () => (await post('1')).status, SOON).toBe(200);
  expect((await post('2')).status).toBe(200);
  expect(sink.items.size).toBe(2);
});

test('those that wait for the next put are answered too when the engine goes away', async () => {
  const { sink, forwarder, post } = await scene({
    batch: 1,
    retry: { minDelayMs: 3_600_000, maxDelayMs: 3_600_000 },
  });
  void forwarder.run();
  const gate = Promise.withResolvers<void>();
  sink.before = () => gate.promise;
  const posts = [post('1'), post('2'), post('3')];
  await expect.poll(() => forwarder.health().buffered, SOON).toBe(2);
  sink.answer = () => 'retry';
  gate.resolve();
  expect((await Promise.all(posts)).map(({ status }) => status)).toEqual([503, 503, 503]);
  expect(sink.puts).toHaveLength(1);
});

test('before run, in a pause and after stop the answer is 503', async () => {
  const { sink, forwarder, post } = await scene();
  expect((await post('1')).status).toBe(503);
  const run = forwarder.run();
  forwarder.pause();
  expect((await post('1')).status).toBe(503);
  forwarder.resume();
  expect((await post('1')).status).toBe(200);
  const gate = Promise.withResolvers<void>();
  sink.before = () => gate.promise;
  const open = post('2');
  await expect.poll(() => sink.puts.length, SOON).toBe(2);
  const stopped = forwarder.stop();
  expect((await post('3')).status).toBe(503);
  gate.resolve();
  expect((await open).status).toBe(200);
  expect(await stopped).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
  await run;
});

test('what is rejected is answered with 500, and with 200 once the dead letter has it', async () => {
  const { sink, forwarder, post } = await scene();
  void forwarder.run();
  sink.answer = () => ({ reject: 'too large' });
  expect((await post('1')).status).toBe(500);
  const buried: string[] = [];
  const other = await scene({ deadLetter: (_, reason) => void buried.push(reason) });
  void other.forwarder.run();
  other.sink.answer = () => ({ reject: 'too large' });
  expect((await other.post('1')).status).toBe(200);
  expect(buried).toEqual(['too large']);
});

test('events with a handler of their own stay with it', async () => {
  const own: string[] = [];
  const receiver = createWebhookReceiver({ secrets: SECRET }).on(
    'stocks_full',
    ({ MessageId }) => void own.push(MessageId),
  );
  const { sink, forwarder, post } = await scene({}, receiver);
  void forwarder.run();
  await post('1');
  await post('2', 'orders');
  expect(own).toEqual(['1']);
  expect([...sink.items.values()].map(({ type }) => type)).toEqual(['orders']);
  expect(thrown(() => asnaSource(receiver)).message).toContain('have one already');
  expect(thrown(() => asnaSource(receiver, { events: ['stocks_full'] })).message).toContain(
    'has a handler already',
  );
});
