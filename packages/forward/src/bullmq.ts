/**
 * BullMQ as an engine.
 *
 * @packageDocumentation
 */
import type { Schema } from '@partner-apis/core';
import { decode } from './item/envelope.ts';
import type { ForwardedItem } from './item/item.ts';

export {
  type BullmqQueueLike,
  bullmqSink,
  type BullmqSinkOptions,
  type KeepJobs,
} from './sinks/bullmq-sink.ts';

/**
 * The item in a job that {@link bullmqSink} has added, for the processor of a worker. With a schema (any Standard Schema) `item.event` is
 * what the schema makes of it.
 *
 * @example
 * ```ts
 * new Worker('events', async (job) => {
 *   const { id, event } = await readBullmqJob(job, SignatureVerified);
 *   await save(id, event.data);
 * }, { connection });
 * ```
 * @throws RequestValidationError with every issue and its path, when a forwarder did not write it, or when the schema refuses the event.
 */
export function readBullmqJob<Event = unknown>(
  job: { readonly id?: string | undefined; readonly data: unknown },
  schema?: Schema<unknown, Event>,
): Promise<ForwardedItem<Event>> {
  return decode(`BullMQ job ${job.id ?? 'without an id'}`, job.data, schema);
}
