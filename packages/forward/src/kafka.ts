/**
 * Kafka as an engine. It is tested against the interface of its client, kafkajs, and not against a broker.
 *
 * @packageDocumentation
 */
import type { Schema } from '@partner-apis/core';
import { decode } from './item/envelope.ts';
import type { ForwardedItem } from './item/item.ts';
import { parsed } from './sinks/parsed.ts';

export {
  type KafkaMessage,
  type KafkaProducerLike,
  kafkaSink,
  type KafkaSinkOptions,
} from './sinks/kafka-sink.ts';

/**
 * The item in a record that {@link kafkaSink} has sent. With a schema (any Standard Schema) `item.event` is what the schema makes of it.
 *
 * @throws RequestValidationError with every issue and its path, when a forwarder did not write it, or when the schema refuses the event.
 */
export function readKafkaMessage<Event = unknown>(
  message: { readonly offset?: string; readonly value: Uint8Array | null },
  schema?: Schema<unknown, Event>,
): Promise<ForwardedItem<Event>> {
  return decode(`Kafka record ${message.offset ?? ''}`.trim(), parsed(message.value), schema);
}
