/**
 * Client for Astral.Platform: an event queue over HTTP long poll, and file packets, reached through a local GOST tunnel.
 *
 * @packageDocumentation
 */
// First, so that its check of the Node.js version comes before anything that needs it.
export * from '@partner-apis/core/user';
export { AstralClient, type AstralOptions } from './client.ts';
export type { NewEvent, PollOptions } from './event-operations.ts';
export type { Confirmed, Events, Published } from './events.ts';
export type { Files } from './files.ts';
export { type AstralHttpError, isAstralHttpError } from './guards.ts';
export { type FileRef, type FileReference, formatFileRef, parseFileRef } from './ids.ts';
export type { AstralEvent, AstralFile, Packet, PublishedEvent } from './models.ts';
export type { Packets } from './packets.ts';
export type { Ping } from './ping.ts';
export type { AstralProblem } from './profile.ts';
