import { ConfigurationError } from '@partner-apis/core';
import { encode } from '../item/envelope.ts';
import { type ForwardItem, keyOf } from '../item/item.ts';
import type { Outcome, Sink } from '../item/sink.ts';
import { untilAborted } from './until-aborted.ts';

/** A record as it is given to the client. */
export interface KafkaMessage {
  /** The item's `orderKey`, else its id. */
  readonly key: string;
  /** The item, as JSON. */
  readonly value: string;
  /** The item's id as `item-id`, and trace context. */
  readonly headers: Record<string, string>;
  /** When the event came, in epoch milliseconds. */
  readonly timestamp: string;
}

/** What is used of a `Producer` of kafkajs, or of what has its interface. */
export interface KafkaProducerLike {
  /** Sends records to a topic; resolves when `acks` replicas have them. */
  send(record: { topic: string; acks: number; messages: KafkaMessage[] }): Promise<unknown>;
  /** Whether the client itself makes no second record of what it sends again. */
  isIdempotent?(): boolean;
}

/** Options of {@link kafkaSink}. */
export interface KafkaSinkOptions {
  /** Connected, and made with `idempotent: true`, so that what the client itself sends again is no second record. It stays yours. */
  readonly producer: KafkaProducerLike;
  /** Name of the topic. */
  readonly topic: string;
}

/**
 * Sends items to a Kafka topic, a batch with one `send` that all in-sync replicas acknowledge. The key of a record is the item's `orderKey`, so that
 * items with the same one are in one partition, in their order; without one it is the item's id. Kafka does not know what it has had: a
 * batch whose acknowledgement was lost comes twice, with the same header `item-id`, by which its consumer tells. Give the topic
 * `min.insync.replicas` of 2 or more.
 *
 * @throws ConfigurationError for options that cannot work, and for a producer that says it is not idempotent.
 */
export function kafkaSink({ producer, topic }: KafkaSinkOptions): Sink {
  if (typeof producer?.send !== 'function')
    throw new ConfigurationError(
      'kafkaSink() needs a connected producer: kafka.producer({ idempotent: true }).',
    );
  if (producer.isIdempotent?.() === false)
    throw new ConfigurationError(
      'kafkaSink() needs an idempotent producer: kafka.producer({ idempotent: true }).',
    );
  if (typeof topic !== 'string' || topic === '') throw new ConfigurationError('kafkaSink() needs a topic.');

  const send = async (
    records: ReadonlyMap<string, KafkaMessage>,
    outcomes: Map<string, Outcome>,
  ): Promise<void> => {
    if (records.size === 0) return;
    try {
      await producer.send({ topic, acks: -1, messages: [...records.values()] });
      for (const key of records.keys()) outcomes.set(key, 'stored');
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      const [only] = records.keys();
      if (records.size === 1 && only !== undefined) {
        outcomes.set(only, { reject: 'it is larger than the topic takes (max.message.bytes)' });
        return;
      }
      for (const record of records) await send(new Map([record]), outcomes);
    }
  };

  return {
    title: 'kafka',
    async put(items, { signal, headers }) {
      signal.throwIfAborted();
      return untilAborted(signal, async () => {
        const outcomes = new Map<string, Outcome>();
        const records = new Map<string, KafkaMessage>();
        for (const item of items) {
          const written = encode(item, headers);
          if ('reject' in written) outcomes.set(keyOf(item), written);
          else records.set(keyOf(item), recordOf(item, written.text, headers));
        }
        await send(records, outcomes);
        return items.map((item) => outcomes.get(keyOf(item)) ?? 'retry');
      });
    },
  };
}

function recordOf(
  item: ForwardItem,
  value: string,
  headers: Readonly<Record<string, string>> = {},
): KafkaMessage {
  const own = { 'item-id': keyOf(item), 'item-type': item.type };
  return {
    key: item.orderKey ?? keyOf(item),
    value,
    headers: { ...headers, ...own },
    timestamp: `${item.receivedAt}`,
  };
}

/** Kafka's MESSAGE_TOO_LARGE and RECORD_LIST_TOO_LARGE, wherever the client has put them. */
function isTooLarge(error: unknown): boolean {
  for (let at = error, depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const type: unknown = Reflect.get(at, 'type');
    if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE') return true;
    at = Reflect.get(at, 'cause');
  }
  return false;
}
