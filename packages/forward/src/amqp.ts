/**
 * RabbitMQ, or another broker of AMQP 0-9-1, as an engine.
 *
 * @packageDocumentation
 */
import type { Schema } from '@partner-apis/core';
import { decode } from './item/envelope.ts';
import type { ForwardedItem } from './item/item.ts';
import { parsed } from './sinks/parsed.ts';

export type {
  AmqpChannelLike,
  AmqpConnectionLike,
  AmqpPublishOptions,
  AmqpReturned,
} from './sinks/amqp-connection.ts';
export { amqpSink, type AmqpSinkOptions } from './sinks/amqp-sink.ts';

/**
 * The item in a message that {@link amqpSink} has published. With a schema (any Standard Schema) `item.event` is what the schema makes of it.
 *
 * @throws RequestValidationError with every issue and its path, when a forwarder did not write it, or when the schema refuses the event.
 */
export function readAmqpMessage<Event = unknown>(
  message: { readonly content: Uint8Array; readonly properties: { readonly messageId?: unknown } },
  schema?: Schema<unknown, Event>,
): Promise<ForwardedItem<Event>> {
  const what = `AMQP message ${String(message.properties.messageId)}`;
  return decode(what, parsed(message.content), schema);
}
