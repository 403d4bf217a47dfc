import { ConfigurationError } from '@partner-apis/core';
import { encode } from '../item/envelope.ts';
import { type ForwardItem, keyOf } from '../item/item.ts';
import type { Outcome, Sink } from '../item/sink.ts';
import { untilAborted } from './until-aborted.ts';

/** What is used of a `JetStreamClient` of @nats-io/jetstream. */
export interface NatsClientLike {
  /** Publishes a message; resolves when the stream has it. */
  publish(
    subject: string,
    payload: string,
    options: { msgID: string; timeout: number },
  ): Promise<{ readonly duplicate?: boolean }>;
}

/** Options of {@link natsSink}. */
export interface NatsSinkOptions {
  /** `jetstream(await connect({ servers }))`. The connection stays yours. */
  readonly js: NatsClientLike;
  /** A subject that a stream with file storage takes, or what chooses one for an item. */
  readonly subject: string | ((item: ForwardItem) => string);
  /** How long the server may take to acknowledge one message, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
}

/**
 * Publishes items to a stream of NATS JetStream and waits for its acknowledgements. `Nats-Msg-Id` is the item's id: an event that comes again
 * within the stream's `duplicate_window` is a duplicate, after that it is a second message. The server's default is two minutes; give the
 * stream a window as long as an event may stay unacknowledged, such as a day.
 *
 * @throws ConfigurationError for options that cannot work.
 */
export function natsSink({ js, subject, timeoutMs = 5_000 }: NatsSinkOptions): Sink {
  if (typeof js?.publish !== 'function')
    throw new ConfigurationError('natsSink() needs js: jetstream(connection) of @nats-io/jetstream.');
  const subjectOf = typeof subject === 'function' ? subject : () => subject;
  if (typeof subject !== 'function' && (typeof subject !== 'string' || /^$|[\s*>]/.test(subject)))
    throw new ConfigurationError(
      'natsSink() needs a subject without wildcards, or a function that gives one.',
    );

  const publish = async (
    item: ForwardItem,
    headers: Readonly<Record<string, string>> | undefined,
  ): Promise<Outcome> => {
    const written = encode(item, headers);
    if ('reject' in written) return written;
    try {
      const { duplicate } = await js.publish(subjectOf(item), written.text, {
        msgID: keyOf(item),
        timeout: timeoutMs,
      });
      return duplicate === true ? 'duplicate' : 'stored';
    } catch (error) {
      if (isTooLarge(error)) return { reject: 'it is larger than the server or the stream takes' };
      throw error;
    }
  };

  return {
    title: 'nats',
    async put(items, { signal, headers }) {
      signal.throwIfAborted();
      if (items.length === 0) return [];
      return untilAborted(signal, async () => {
        // All at once: the connection keeps their order.
        const settled = await Promise.allSettled(items.map((item) => publish(item, headers)));
        const outcomes = settled.map((one): Outcome => (one.status === 'fulfilled' ? one.value : 'retry'));
        const failed = settled.find((one) => one.status === 'rejected');
        if (failed !== undefined && outcomes.every((outcome) => outcome === 'retry')) throw failed.reason;
        return outcomes;
      });
    },
  };
}

/** Of the server (max_payload) or the stream (max_msg_size, error 10054). */
function isTooLarge(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 10_054 || code === 'MAX_PAYLOAD_EXCEEDED' || /max[_ ]payload/i.test(String(message));
}
