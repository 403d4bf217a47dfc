/**
 * pg-boss as an engine.
 *
 * @packageDocumentation
 */
import type { Schema } from '@partner-apis/core';
import { decode } from './item/envelope.ts';
import type { ForwardedItem } from './item/item.ts';

export { type PgBossDb, type PgBossLike, pgBossSink, type PgBossSinkOptions } from './sinks/pg-boss-sink.ts';

/**
 * The item in a job that {@link pgBossSink} has inserted. With a schema (any Standard Schema) `item.event` is what the schema makes of it.
 *
 * @example
 * ```ts
 * await boss.work('events', async ([job]) => {
 *   const { id, event } = await readPgBossJob(job, SignatureVerified);
 *   await save(id, event.data);
 * });
 * ```
 * @throws RequestValidationError with every issue and its path, when a forwarder did not write it, or when the schema refuses the event.
 */
export function readPgBossJob<Event = unknown>(
  job: { readonly id: string; readonly data: unknown },
  schema?: Schema<unknown, Event>,
): Promise<ForwardedItem<Event>> {
  return decode(`pg-boss job ${job.id}`, job.data, schema);
}
