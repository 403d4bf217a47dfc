/**
 * NATS JetStream as an engine.
 *
 * @packageDocumentation
 */
import type { Schema } from '@partner-apis/core';
import { decode } from './item/envelope.ts';
import type { ForwardedItem } from './item/item.ts';
import { parsed } from './sinks/parsed.ts';

export { type NatsClientLike, natsSink, type NatsSinkOptions } from './sinks/nats-sink.ts';

/**
 * The item in a message that {@link natsSink} has published. With a schema (any Standard Schema) `item.event` is what the schema makes of it.
 *
 * @throws RequestValidationError with every issue and its path, when a forwarder did not write it, or when the schema refuses the event.
 */
export function readNatsMessage<Event = unknown>(
  message: { readonly data: Uint8Array; readonly seq?: number },
  schema?: Schema<unknown, Event>,
): Promise<ForwardedItem<Event>> {
  return decode(`NATS message ${message.seq ?? ''}`.trim(), parsed(message.data), schema);
}
