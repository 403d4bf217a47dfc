/**
 * Client for Astral.Platform: an event queue over HTTP long poll, and file packets, reached through a local GOST tunnel.
 *
 * @packageDocumentation
 */
// First, so that its check of the Node.js version comes before anything that needs it.
export * from '@partner-apis/core/user';
export { AstralClient, type AstralOptions } from './client.ts';
export { type AttemptStore, memoryAttemptStore } from './consumer/attempt-store.ts';
export type { Consumer } from './consumer/consumer.ts';
export type { Decision } from './consumer/decision.ts';
export type { ConsumedEvent, Handler, HandlerContext, InvalidHandler } from './consumer/handler.ts';
export type { ConsumerHealth } from './consumer/health.ts';
export type { ConsumerOptions } from './consumer/options.ts';
export type {
  ConsumerHooks,
  ConsumerSignals,
  EventName,
  EventSource,
  RequestReport,
  SignalName,
} from './consumer/signals.ts';
export type { ConsumerState } from './consumer/consumer-state.ts';
export type { StopLimits, StopResult } from './consumer/stop.ts';
export type { NewEvent, PollOptions } from './event-operations.ts';
export type { Confirmed, Events, Published } from './events.ts';
export type { Files } from './files.ts';
export { type AstralHttpError, isAstralHttpError } from './guards.ts';
export { type FileRef, type FileReference, formatFileRef, parseFileRef } from './ids.ts';
export type { AstralEvent, AstralFile, Packet, PublishedEvent } from './models.ts';
export type { Packets } from './packets.ts';
export type { Ping } from './ping.ts';
export type { AstralProblem } from './profile.ts';
