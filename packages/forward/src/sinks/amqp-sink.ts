import { ConfigurationError } from '@partner-apis/core';
import { encode } from '../item/envelope.ts';
import { type ForwardItem, keyOf } from '../item/item.ts';
import type { Outcome, Sink } from '../item/sink.ts';
import { AmqpConnection, type AmqpConnectionLike } from './amqp-connection.ts';
import { untilAborted } from './until-aborted.ts';

/** Options of {@link amqpSink}. */
export interface AmqpSinkOptions {
  /** Connects: `() => connect('amqp://…')` of amqplib. Called again after the connection broke. What it makes is the sink's, and closed with it. */
  readonly connect: () => PromiseLike<AmqpConnectionLike>;
  /** Where messages go: a durable queue that exists. Give this or `exchange`. Default: none. */
  readonly queue?: string;
  /** An exchange that exists, with at least one queue bound for each routing key. Default: that of the broker, which leads to `queue`. */
  readonly exchange?: string;
  /** Default: source and type, such as `astral.signature.verified`. */
  readonly routingKey?: (item: ForwardItem) => string;
}

/**
 * Publishes items to RabbitMQ, or another broker of AMQP 0-9-1: persistent, mandatory, and stored only when the broker has confirmed each and
 * returned none. The broker does not know what it has had: a message whose confirmation was lost comes twice, with the same `messageId`, by which
 * its consumer tells.
 *
 * @throws ConfigurationError for options that cannot work.
 */
export function amqpSink({ connect, queue, exchange = '', routingKey }: AmqpSinkOptions): Sink {
  if (typeof connect !== 'function')
    throw new ConfigurationError('amqpSink() needs connect: () => connect(url) of amqplib.');
  if ((queue === undefined) === (exchange === ''))
    throw new ConfigurationError('amqpSink() needs either a queue or an exchange.');
  const connection = new AmqpConnection(connect);
  const keyFor = routingKey ?? ((item: ForwardItem) => queue ?? `${item.source}.${item.type}`);

  const publish = async (item: ForwardItem, headers: Readonly<Record<string, string>>): Promise<Outcome> => {
    const written = encode(item, headers);
    if ('reject' in written) return written;
    const key = keyFor(item);
    if (Buffer.byteLength(key) > 255) return { reject: 'its routing key is longer than 255 bytes' };
    const routed = await connection.publish(exchange, key, Buffer.from(written.text), {
      messageId: messageIdOf(item),
      type: shortened(item.type),
      contentType: 'application/json',
      timestamp: Math.floor(item.receivedAt / 1_000),
      headers: { ...headers },
      mandatory: true,
      persistent: true,
    });
    return routed ? 'stored' : 'retry';
  };

  return {
    title: 'amqp',
    async put(items, { signal, headers = {} }) {
      signal.throwIfAborted();
      if (items.length === 0) return [];
      return untilAborted(signal, async () => {
        await connection.open();
        // Once each, all at once: the channel keeps their order, and one wait is for all confirmations.
        const sent = new Map<string, Promise<Outcome>>();
        for (const item of items) if (!sent.has(keyOf(item))) sent.set(keyOf(item), publish(item, headers));
        const settled = await Promise.allSettled(
          items.map(async (item): Promise<Outcome> => (await sent.get(keyOf(item))) ?? 'retry'),
        );
        const outcomes = settled.map((one): Outcome => (one.status === 'fulfilled' ? one.value : 'retry'));
        if (outcomes.some((outcome) => outcome !== 'retry')) return outcomes;
        const failed = settled.find((one) => one.status === 'rejected');
        throw failed?.reason ?? unroutable(exchange, queue);
      });
    },
    close: () => connection.close(),
  };
}

/** At most 255 bytes: AMQP has no more room for an id. */
function messageIdOf(item: ForwardItem): string {
  return shortened(keyOf(item));
}

function shortened(text: string): string {
  return Buffer.from(text)
    .subarray(0, 255)
    .toString()
    .replace(/\uFFFD+$/, '');
}

function unroutable(exchange: string, queue: string | undefined): Error {
  return new Error(
    queue === undefined
      ? `No queue is bound to the exchange ${exchange} for these routing keys: RabbitMQ returned the messages.`
      : `There is no queue ${queue}: RabbitMQ returned the messages.`,
  );
}
