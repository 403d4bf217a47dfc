import { z } from 'zod';
import { read } from '../options.ts';

/** What a cursor gets that the feed does not have: the manual says neither. `refuse`: 400; `oldest`: as if there were none. */
export const unknownCursors = ['refuse', 'oldest'] as const;
/** See {@link unknownCursors}. */
export type UnknownCursor = (typeof unknownCursors)[number];

/** `lastEventId` of a page without events, which the manual does not show. */
export const emptyPages = ['same', 'null', 'missing', 'empty-text'] as const;
/** See {@link emptyPages}. */
export type EmptyPage = (typeof emptyPages)[number];

/** Body of 401 and 403, which the manual does not show. */
export const refusalBodies = ['empty', 'json', 'html'] as const;
/** See {@link refusalBodies}. */
export type RefusalBody = (typeof refusalBodies)[number];

/** What a user can switch, where the manual leaves the vendor a choice. */
export interface Settings {
  unknownCursor: UnknownCursor;
  emptyPage: EmptyPage;
  refusalBody: RefusalBody;
}

/** The schema of each setting. */
export const settingSchemas: { [Name in keyof Settings]: z.ZodType<Settings[Name]> } = {
  unknownCursor: z.enum(unknownCursors),
  emptyPage: z.enum(emptyPages),
  refusalBody: z.enum(refusalBodies),
};

/** The settings at the start and after a reset. */
export function defaultSettings(): Settings {
  return { unknownCursor: 'refuse', emptyPage: 'same', refusalBody: 'empty' };
}

/** A checked value for a setting, or a `TypeError` that says what would be one. */
export function readSetting<Name extends keyof Settings>(name: Name, value: unknown): Settings[Name] {
  return read(settingSchemas[name], value, `value of '${name}'`);
}
