import { astralSource, forward, type ForwardItem, type Sink, testSink } from '@partner-apis/forward';
import { amqpSink, readAmqpMessage } from '@partner-apis/forward/amqp';
import { rejection, thrown } from '@partner-apis/test-kit';
import { type ChannelModel, connect, type GetMessage } from 'amqplib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type EngineServer, freePort, installed, startRabbitmq } from './support/servers.ts';
import { ALONE, SOON, stage } from './support/stage.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const item = (id: string, more: Partial<ForwardItem> = {}): ForwardItem => ({
  id,
  source: 'astral',
  type: 'signature.verified',
  event: { id },
  receivedAt: 1_795_000_000_000,
  ...more,
});
const put = (sink: Sink, ...items: ForwardItem[]) =>
  sink.put(items, { signal: AbortSignal.timeout(20_000), headers: { traceparent: '00-1' } });

describe.skipIf(!installed.rabbitmq)('with a real RabbitMQ', () => {
  let server: EngineServer;
  let admin: ChannelModel;
  let number = 0;
  beforeAll(async () => {
    server = await startRabbitmq();
    admin = await connect(server.url);
    admin.on('error', () => undefined);
  });
  afterAll(async () => {
    await admin.close().catch(() => undefined);
    await server.close();
  });
  const channel = async () => {
    const made = await admin.createChannel();
    made.on('error', () => undefined);
    return made;
  };
  const fresh = async (options: object = {}): Promise<string> => {
    const queue = `q${(number += 1)}`;
    await (await channel()).assertQueue(queue, { durable: true, ...options });
    return queue;
  };
  const all = async (queue: string): Promise<GetMessage[]> => {
    const reader = await channel();
    const messages: GetMessage[] = [];
    for (let got = await reader.get(queue); got !== false; got = await reader.get(queue)) messages.push(got);
    await reader.close();
    return messages;
  };
  const sinkTo = (options: Partial<Parameters<typeof amqpSink>[0]>): Sink => {
    const sink = amqpSink({ connect: () => connect(server.url), ...options });
    onTestFinished(async () => void (await sink.close?.()));
    return sink;
  };

  test('the sink keeps the contract; RabbitMQ has what came twice twice, with the same id', () =>
    testSink(async () => {
      const queue = await fresh();
      const stored = async () => {
        const messages = new Map(
          (await all(queue)).map((message) => [message.properties.messageId as string, message]),
        );
        return Promise.all(Array.from(messages.values(), (message) => readAmqpMessage(message)));
      };
      return { sink: amqpSink({ connect: () => connect(server.url), queue }), stored };
    }));

  test('a message is persistent, in its order, and has id, type and headers', async () => {
    const queue = await fresh();
    expect(await put(sinkTo({ queue }), item('1'), item('2'), item('3'))).toEqual([
      'stored',
      'stored',
      'stored',
    ]);
    const messages = await all(queue);
    expect(messages.map(({ properties }) => properties.messageId)).toEqual([
      'astral-1',
      'astral-2',
      'astral-3',
    ]);
    expect(messages[0]?.properties).toMatchObject({
      type: 'signature.verified',
      contentType: 'application/json',
      deliveryMode: 2,
      headers: { traceparent: '00-1' },
    });
  });

  test('what no queue takes is returned, and is to be tried again', async () => {
    expect((await rejection(put(sinkTo({ queue: 'nowhere' }), item('1')))).message).toContain(
      'no queue nowhere',
    );
    const exchange = `x${(number += 1)}`;
    const queue = await fresh();
    const admins = await channel();
    await admins.assertExchange(exchange, 'topic');
    await admins.bindQueue(queue, exchange, 'astral.signature.*');
    const sink = sinkTo({ exchange });
    expect(await put(sink, item('1'), item('2', { type: 'other' }), item('3'))).toEqual([
      'stored',
      'retry',
      'stored',
    ]);
    expect((await rejection(put(sink, item('2', { type: 'other' })))).message).toContain(
      `No queue is bound to the exchange ${exchange}`,
    );
    expect((await all(queue)).map(({ properties }) => properties.messageId)).toEqual([
      'astral-1',
      'astral-3',
    ]);
  });

  test('an exchange that is not there closes the channel, and the next put has another', async () => {
    const exchange = `x${(number += 1)}`;
    const sink = sinkTo({ exchange });
    expect(await rejection(put(sink, item('1')))).toMatchObject({ code: 'CONNECTION', reason: 'AMQP_AWAY' });
    await (await channel()).assertExchange(exchange, 'fanout');
    await (await channel()).bindQueue(await fresh(), exchange, '');
    expect(await put(sink, item('1'))).toEqual(['stored']);
  });

  test('a queue that is full refuses, and that is to be tried again', async () => {
    const queue = await fresh({ arguments: { 'x-max-length': 1, 'x-overflow': 'reject-publish' } });
    const sink = sinkTo({ queue });
    expect(await put(sink, item('1'))).toEqual(['stored']);
    expect(await rejection(put(sink, item('2')))).toBeInstanceOf(Error);
    await all(queue);
    await (await channel()).purgeQueue(queue);
    await expect
      .poll(async () => Promise.resolve(put(sink, item('2'))).catch(() => 'full'), SOON)
      .toEqual(['stored']);
  });

  test('a broker whose memory is full takes nothing: the put ends with its time, and the next ones at once', async () => {
    const full = await startRabbitmq('vm_memory_high_watermark.absolute = 1\n');
    onTestFinished(() => full.close());
    const sink = sinkTo({ connect: () => connect(full.url), queue: 'q' });
    const first = await rejection(sink.put([item('1')], { signal: AbortSignal.timeout(3_000) }));
    expect(first.name).toBe('TimeoutError');
    const next = await rejection(put(sink, item('1')));
    expect(next).toMatchObject({ code: 'CONNECTION', reason: 'AMQP_AWAY' });
    expect(next.message).toContain('it takes no messages: low on memory');
  });

  test('a broker that is killed and started again has everything that was confirmed, and is used again', async () => {
    const mortal = await startRabbitmq();
    onTestFinished(() => mortal.close());
    const setUp = await connect(mortal.url);
    setUp.on('error', () => undefined);
    await (await setUp.createChannel()).assertQueue('q', { durable: true });
    const { sandbox, astral } = await stage();
    const sink = amqpSink({ connect: () => connect(mortal.url), queue: 'q' });
    const forwarder = forward({
      source: astralSource(astral, ALONE),
      sink,
      retry: { minDelayMs: 50, maxDelayMs: 500 },
    });
    onTestFinished(async () => void (await forwarder.stop()));
    void forwarder.run();
    const first = Array.from({ length: 20 }, (_, n) => sandbox.astral.publish({ code: 'a', data: { n } }).id);
    await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(20);
    await mortal.kill();
    const second = Array.from(
      { length: 20 },
      (_, n) => sandbox.astral.publish({ code: 'a', data: { n } }).id,
    );
    await expect.poll(() => forwarder.health().engine, SOON).toBe('away');
    expect(sandbox.astral.confirmed()).toHaveLength(20);
    await mortal.start();
    await expect.poll(() => sandbox.astral.confirmed().length, { timeout: 30_000 }).toBe(40);
    const reader = await (await connect(mortal.url)).createChannel();
    const ids = new Set<unknown>();
    for (let got = await reader.get('q'); got !== false; got = await reader.get('q'))
      ids.add(got.properties.messageId);
    expect(ids).toEqual(new Set([...first, ...second].map((id) => `astral-${id}`)));
  });
});

test('a broker that is away fails at once', async () => {
  const port = await freePort();
  const error = await rejection(
    put(amqpSink({ connect: () => connect(`amqp://127.0.0.1:${port}`), queue: 'q' }), item('1')),
  );
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

test('options that cannot work are refused', () => {
  expect(thrown(() => amqpSink({ connect: 'x' as never, queue: 'q' })).message).toContain('needs connect');
  const connecting = () => connect('amqp://127.0.0.1:1');
  expect(thrown(() => amqpSink({ connect: connecting })).message).toContain('either a queue or an exchange');
  expect(thrown(() => amqpSink({ connect: connecting, queue: 'q', exchange: 'x' })).message).toContain(
    'either a queue or an exchange',
  );
});
