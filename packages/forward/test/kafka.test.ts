import { type ForwardItem, type Sink, testSink } from '@partner-apis/forward';
import { type KafkaMessage, kafkaSink, readKafkaMessage } from '@partner-apis/forward/kafka';
import { rejection, thrown } from '@partner-apis/test-kit';
import {
  Kafka,
  KafkaJSConnectionError,
  KafkaJSProtocolError,
  logLevel,
  type Producer,
  type ProducerRecord,
} from 'kafkajs';
import { expect, test } from 'vitest';

// No Kafka broker can run where these tests do: they hold the sink against the interface of its client, kafkajs.

const item = (id: string, more: Partial<ForwardItem> = {}): ForwardItem => ({
  id,
  source: 'astral',
  type: 'signature.verified',
  event: { id },
  receivedAt: 1_795_000_000_000,
  ...more,
});
const put = (sink: Sink, ...items: ForwardItem[]) =>
  sink.put(items, { signal: AbortSignal.timeout(10_000), headers: { traceparent: '00-1' } });

/** The client's own producer, but for what goes to the network. */
function producerThat(send: (record: ProducerRecord) => unknown = () => undefined): {
  producer: Producer;
  records: ProducerRecord[];
} {
  const records: ProducerRecord[] = [];
  const producer = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING }).producer({
    idempotent: true,
  });
  producer.send = async (record) => {
    await send(record);
    records.push(record);
    return [];
  };
  return { producer, records };
}

const valuesOf = (records: readonly ProducerRecord[]) =>
  records.flatMap(({ messages }) => messages).map(({ value }) => ({ value: Buffer.from(String(value)) }));

test('the sink keeps the contract; Kafka has what came twice twice, with the same id', () =>
  testSink(() => {
    const { producer, records } = producerThat();
    const stored = async () => {
      const items = await Promise.all(valuesOf(records).map((message) => readKafkaMessage(message)));
      return [...new Map(items.map((one) => [`${one.source} ${one.id}`, one])).values()];
    };
    return { sink: kafkaSink({ producer, topic: 't' }), stored };
  }));

test('a batch is one send that all replicas acknowledge, and the key is orderKey', async () => {
  const { producer, records } = producerThat();
  expect(await put(kafkaSink({ producer, topic: 't' }), item('1', { orderKey: 'k' }), item('2'))).toEqual([
    'stored',
    'stored',
  ]);
  expect(records).toEqual([{ topic: 't', acks: -1, messages: [expect.anything(), expect.anything()] }]);
  const [first, second] = records.flatMap(({ messages }) => messages as unknown as KafkaMessage[]);
  expect([first?.key, second?.key]).toEqual(['k', 'astral-2']);
  expect(first).toMatchObject({
    headers: { traceparent: '00-1', 'item-id': 'astral-1', 'item-type': 'signature.verified' },
    timestamp: '1795000000000',
  });
});

test('a broker that is away is to be tried again, and what is too large is rejected alone', async () => {
  const gone = producerThat(() => {
    throw new KafkaJSConnectionError('Connection timeout');
  });
  expect(await rejection(put(kafkaSink({ producer: gone.producer, topic: 't' }), item('1')))).toBeInstanceOf(
    KafkaJSConnectionError,
  );
  const { producer } = producerThat(({ messages }) => {
    const large = messages.some(({ value }) => String(value).length > 1_000);
    if (large)
      throw new KafkaJSProtocolError(
        Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE', code: 10 }),
      );
  });
  const outcomes = await put(
    kafkaSink({ producer, topic: 't' }),
    item('1'),
    item('2', { event: 'x'.repeat(2_000) }),
    item('3'),
  );
  expect(outcomes).toEqual(['stored', { reject: expect.stringContaining('max.message.bytes') }, 'stored']);
});

test('options that cannot work are refused', () => {
  expect(thrown(() => kafkaSink({ producer: {} as never, topic: 't' })).message).toContain(
    'connected producer',
  );
  const producer = new Kafka({ brokers: ['127.0.0.1:1'] }).producer();
  expect(thrown(() => kafkaSink({ producer, topic: 't' })).message).toContain('idempotent producer');
  expect(thrown(() => kafkaSink({ producer: producerThat().producer, topic: '' })).message).toContain(
    'topic',
  );
});
