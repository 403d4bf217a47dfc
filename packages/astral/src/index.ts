/**
 * Client for Astral.Platform: an event queue over HTTP long poll, and file packets, reached through a local GOST tunnel.
 *
 * @packageDocumentation
 */
// First, so that its check of the Node.js version comes before anything that needs it.
export * from '@partner-apis/core/user';
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
export type { DiskOptions } from './disk/disk-options.ts';
export type { ExtractedFile, ExtractOptions } from './disk/extract-packet.ts';
export { FileSystemError, isFileSystemError } from './disk/file-system-error.ts';
export type { Overwrite } from './disk/place-file.ts';
export type { SavedFile, SaveOptions } from './disk/save-file.ts';
export type { NewEvent, PollOptions } from './event-operations.ts';
export type { Confirmed, Events, Published } from './events.ts';
export type { FileDownload } from './file-download.ts';
export type { Files } from './files.ts';
export { type AstralHttpError, isAstralHttpError } from './guards.ts';
export { type FileRef, type FileReference, formatFileRef, parseFileRef } from './ids.ts';
export type { AstralAcl, AstralEvent, AstralFile, Packet, PublishedEvent } from './models.ts';
export type { Packets } from './packets.ts';
export type { Ping } from './ping.ts';
export type { AstralProblem } from './profile.ts';
export type { OnProgress, Progress } from './progress.ts';
export type { UploadData, UploadFile, UploadOptions, UploadStream } from './upload/upload-file.ts';
