/**
 * Client for Astral.Platform: an event queue over HTTP long poll, and file packets, reached through a local GOST tunnel.
 *
 * @packageDocumentation
 */
// First, so that its check of the Node.js version comes before anything that needs it.
export * from '@partner-apis/core/user';
export { type DiskOptions } from '@partner-apis/core/vendor';
export {
  type FileDownload,
  FileSystemError,
  isFileSystemError,
  type OnProgress,
  type Overwrite,
  type Progress,
  type SavedFile,
} from '@partner-apis/core/vendor';
export { ArchiveError, type ArchiveErrorReason, isArchiveError } from './packets/archive/archive-error.ts';
export type { ArchiveLimits } from './packets/archive/limits.ts';
export type { ArchiveOptions } from './packets/archive/open-archive.ts';
export type { ArchiveFile, PacketArchive } from './packets/archive/packet-archive.ts';
export { AstralClient, type AstralOptions } from './client.ts';
export { type AttemptStore, memoryAttemptStore } from './consumer/handling/attempt-store.ts';
export type { Consumer } from './consumer/consumer.ts';
export type { Decision } from './consumer/handling/decision.ts';
export type { Delivery } from './consumer/handling/delivery.ts';
export type { ConsumedEvent, Handler, HandlerContext, InvalidHandler } from './consumer/handling/handler.ts';
export type { ConsumerHealth } from './consumer/observing/health.ts';
export type { ConsumerOptions } from './consumer/options.ts';
export { openTelemetryHooks } from './consumer/observing/open-telemetry.ts';
export type {
  ConsumerHooks,
  ConsumerSignals,
  EventName,
  EventSource,
  RequestReport,
  SignalName,
} from './consumer/observing/signals.ts';
export type { ConsumerState } from './consumer/consumer-state.ts';
export type { EventStream, StreamOptions } from './consumer/stream.ts';
export type { StopLimits, StopResult } from './consumer/stopping/stop.ts';
export type { ExtractedFile, ExtractOptions } from './packets/saving/extract-packet.ts';
export type { SaveOptions } from './packets/saving/save-file.ts';
export type { NewEvent, PollOptions } from './api/event-operations.ts';
export { type AstralOperation, operations } from './api/operations.ts';
export type { Confirmed, Events, Published } from './events/events.ts';
export type { Files } from './packets/files.ts';
export { type AstralHttpError, isAstralHttpError } from './api/guards.ts';
export { type FileRef, type FileReference, formatFileRef, parseFileRef } from './api/ids.ts';
export type { AstralAcl, AstralEvent, AstralFile, Packet, PublishedEvent } from './api/models.ts';
export type { Packets } from './packets/packets.ts';
export type { Ping } from './ping/ping.ts';
export type { AstralProblem } from './api/profile.ts';
export type { UploadData, UploadFile, UploadOptions, UploadStream } from './packets/upload/upload-file.ts';
