/**
 * Client for Astral.Platform: an event queue over HTTP long poll, and file packets, reached through a local GOST tunnel.
 *
 * @packageDocumentation
 */
// First, so that its check of the Node.js version comes before anything that needs it.
export * from '@partner-apis/core/user';
export {
  type DiskOptions,
  type FileDownload,
  FileSystemError,
  isFileSystemError,
  type OnProgress,
  type Overwrite,
  type Progress,
  type SavedFile,
} from '@partner-apis/core';
export { ArchiveError, type ArchiveErrorReason, isArchiveError } from './archive/archive-error.ts';
export type { ArchiveLimits } from './archive/limits.ts';
export type { ArchiveOptions } from './archive/open-archive.ts';
export type { ArchiveFile, PacketArchive } from './archive/packet-archive.ts';
export { AstralClient, type AstralOptions } from './client.ts';
export { type AttemptStore, memoryAttemptStore } from './consumer/attempt-store.ts';
export type { Consumer } from './consumer/consumer.ts';
export type { Decision } from './consumer/decision.ts';
export type { Delivery } from './consumer/delivery.ts';
export type { ConsumedEvent, Handler, HandlerContext, InvalidHandler } from './consumer/handler.ts';
export type { ConsumerHealth } from './consumer/health.ts';
export type { ConsumerOptions } from './consumer/options.ts';
export { openTelemetryHooks } from './consumer/open-telemetry.ts';
export type {
  ConsumerHooks,
  ConsumerSignals,
  EventName,
  EventSource,
  RequestReport,
  SignalName,
} from './consumer/signals.ts';
export type { ConsumerState } from './consumer/consumer-state.ts';
export type { EventStream, StreamOptions } from './consumer/stream.ts';
export type { StopLimits, StopResult } from './consumer/stop.ts';
export type { ExtractedFile, ExtractOptions } from './saving/extract-packet.ts';
export type { SaveOptions } from './saving/save-file.ts';
export type { NewEvent, PollOptions } from './event-operations.ts';
export type { Confirmed, Events, Published } from './events.ts';
export type { Files } from './files.ts';
export { type AstralHttpError, isAstralHttpError } from './guards.ts';
export { type FileRef, type FileReference, formatFileRef, parseFileRef } from './ids.ts';
export type { AstralAcl, AstralEvent, AstralFile, Packet, PublishedEvent } from './models.ts';
export type { Packets } from './packets.ts';
export type { Ping } from './ping.ts';
export type { AstralProblem } from './profile.ts';
export type { UploadData, UploadFile, UploadOptions, UploadStream } from './upload/upload-file.ts';
