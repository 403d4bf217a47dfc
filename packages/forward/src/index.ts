/**
 * Hands the events of Astral.Platform, Kontur.Reestro and ASNA over to an engine that runs elsewhere, without losing or doubling any. Each
 * engine has an entry point of its own: `/bullmq`, `/pg-boss`, `/amqp`, `/nats`, `/kafka`; `/postgres` and `/redis` have stores.
 *
 * @packageDocumentation
 */
export { type DedupeFactory, type DedupeUnderTest, testDedupe } from './contract/test-dedupe.ts';
export { type AnyLock, type LockFactory, type LockUnderTest, testLock } from './contract/test-lock.ts';
export { testSink, type SinkFactory, type SinkUnderTest } from './contract/test-sink.ts';
export { forward, type Forwarder } from './handing/forwarder.ts';
export type { ForwarderHealth } from './handing/health.ts';
export { openTelemetryHooks } from './handing/open-telemetry.ts';
export type { ForwardOptions } from './handing/options.ts';
export type {
  ForwarderHooks,
  ForwarderObservers,
  ForwarderSignalName,
  ForwarderSignals,
  ForwarderState,
  ItemName,
  PutInfo,
} from './handing/signals.ts';
export type { ForwardedItem, ForwardItem, ItemSource } from './item/item.ts';
export type { Outcome, PutContext, Sink } from './item/sink.ts';
export { asnaSource, type AsnaSourceOptions } from './sources/asna-source.ts';
export { astralSource, type AstralSourceOptions } from './sources/astral-source.ts';
export { testCursorStore } from '@partner-apis/core';
export { type HeldLock, type Lock, type LockOptions } from './stores/lock.ts';
export { memoryLock } from './stores/memory-lock.ts';
export {
  type ReestroEvent,
  type ReestroFeed,
  type ReestroFeedSetup,
  reestroSource,
  type ReestroSourceOptions,
} from './sources/reestro-source.ts';
export type {
  Ending,
  Intake,
  Source,
  SourceHealth,
  SourceRun,
  StopLimits,
  StopResult,
} from './sources/source.ts';
