import { type ForwardItem, type Sink, testSink } from '@partner-apis/forward';
import { natsSink, readNatsMessage } from '@partner-apis/forward/nats';
import { rejection, thrown } from '@partner-apis/test-kit';
import { jetstream, jetstreamManager, StorageType } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type EngineServer, installed, startNats } from './support/servers.ts';
import { SOON } from './support/stage.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const item = (id: string, event: unknown = { id }): ForwardItem => ({
  id,
  source: 'astral',
  type: 'signature.verified',
  event,
  receivedAt: 1_795_000_000_000,
});
const put = (sink: Sink, ...items: ForwardItem[]) =>
  sink.put(items, { signal: AbortSignal.timeout(10_000), headers: { traceparent: '00-1' } });

/** A stream with a window of its own; 0 is the server's default. */
async function streamOn(nc: NatsConnection, name: string, more: object = {}): Promise<string> {
  const jsm = await jetstreamManager(nc);
  const window = { duplicate_window: 60 * 60 * 1_000_000_000 };
  await jsm.streams.add({ name, subjects: [name], storage: StorageType.File, ...window, ...more });
  return name;
}

async function all(nc: NatsConnection, stream: string) {
  const jsm = await jetstreamManager(nc);
  const { state } = await jsm.streams.info(stream);
  const messages = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const message = await jsm.streams.getMessage(stream, { seq });
    if (message !== null) messages.push(message);
  }
  return Promise.all(messages.map((message) => readNatsMessage(message)));
}

describe.skipIf(!installed.nats)('with a real NATS server', () => {
  let server: EngineServer;
  let nc: NatsConnection;
  let number = 0;
  const fresh = (more: object = {}) => streamOn(nc, `s${(number += 1)}`, more);
  beforeAll(async () => {
    server = await startNats();
    nc = await connect({ servers: server.url });
  });
  afterAll(async () => {
    await nc.close();
    await server.close();
  });

  test('the sink keeps the contract', () =>
    testSink(async () => {
      const stream = await fresh();
      return { sink: natsSink({ js: jetstream(nc), subject: stream }), stored: () => all(nc, stream) };
    }));

  test('what comes again within the window is a duplicate, and after it a second message', async () => {
    const stream = await fresh({ duplicate_window: 200_000_000 });
    const sink = natsSink({ js: jetstream(nc), subject: () => stream });
    expect(await put(sink, item('1'), item('2'))).toEqual(['stored', 'stored']);
    expect(await put(sink, item('1'))).toEqual(['duplicate']);
    await expect.poll(() => put(sink, item('1')), SOON).toEqual(['stored']);
    const items = await all(nc, stream);
    expect(items.map(({ id }) => id)).toEqual(['1', '2', '1']);
    expect(items[0]?.headers).toEqual({ traceparent: '00-1' });
  });

  test('what is too large is rejected alone', async () => {
    const stream = await fresh({ max_msg_size: 10_000 });
    const sink = natsSink({ js: jetstream(nc), subject: stream });
    const outcomes = await put(
      sink,
      item('1'),
      item('2', 'x'.repeat(20_000)),
      item('3', 'x'.repeat(2_000_000)),
      item('4'),
    );
    expect(outcomes).toEqual([
      'stored',
      { reject: expect.any(String) },
      { reject: expect.any(String) },
      'stored',
    ]);
  });

  test('a stream that is full, and a subject that no stream takes, are to be tried again', async () => {
    const stream = await fresh({ max_msgs: 1, discard: 'new' });
    const sink = natsSink({ js: jetstream(nc), subject: stream });
    expect(await put(sink, item('1'), item('2'))).toEqual(['stored', 'retry']);
    expect(await rejection(put(sink, item('2')))).toBeInstanceOf(Error);
    expect(
      await rejection(put(natsSink({ js: jetstream(nc), subject: 'nowhere' }), item('1'))),
    ).toBeInstanceOf(Error);
  });

  test('a server that is killed has everything that it acknowledged, and is used again', async () => {
    const mortal = await startNats();
    const other = await connect({ servers: mortal.url, maxReconnectAttempts: -1, reconnectTimeWait: 50 });
    onTestFinished(async () => {
      await other.close();
      await mortal.close();
    });
    const stream = await streamOn(other, 'mortal');
    const sink = natsSink({ js: jetstream(other), subject: stream, timeoutMs: 500 });
    expect(await put(sink, item('1'))).toEqual(['stored']);
    await mortal.kill();
    expect(await rejection(put(sink, item('2')))).toBeInstanceOf(Error);
    await mortal.start();
    const again = async () => Promise.resolve(put(sink, item('1'), item('2'))).catch(() => []);
    await expect.poll(again, SOON).toEqual(['duplicate', expect.stringMatching(/stored|duplicate/)]);
    expect((await all(other, stream)).map(({ id }) => id)).toEqual(['1', '2']);
  });
});

test('options that cannot work are refused', () => {
  expect(thrown(() => natsSink({ js: {} as never, subject: 's' })).message).toContain('needs js');
  const js = { publish: async () => ({}) };
  for (const subject of ['', 'a b', 'a.>', 'a.*'])
    expect(thrown(() => natsSink({ js, subject })).message).toContain('subject');
});
