import * as z from 'zod';
import { read } from '../options.ts';

/**
 * What a poll answers when nothing arrived. The manual does not describe the answer of GET /events at all, so a client has to
 * live with any of these: an empty list in the envelope, `events` null or missing, 204, 200 without a body, 304, 408 or 504
 * with an envelope, HTTP 200 with 408 in the envelope, a bare array.
 */
export const emptyAnswers = [
  'empty-list',
  'null',
  'missing',
  'no-content',
  'empty-body',
  'not-modified',
  'request-timeout',
  'gateway-timeout',
  'body-status',
  'bare-array',
] as const;

/** See {@link emptyAnswers}. */
export type EmptyAnswer = (typeof emptyAnswers)[number];

/**
 * How a publication tells of items that failed, beside those that did not. The manual (section 3.1) only says that the
 * others are published: a failed item is missing from `events`, stands there as it was sent (so without an id), stands there
 * as an error, or turns the whole answer into a failure that carries the published events.
 */
export const partialAnswers = ['missing', 'without-id', 'with-error', 'failure'] as const;

/** See {@link partialAnswers}. */
export type PartialAnswer = (typeof partialAnswers)[number];

/** What deleting a file answers: the manual (section 3.9) describes none. */
export const deleteAnswers = ['envelope', 'accepted', 'no-content', 'empty-body'] as const;

/** See {@link deleteAnswers}. */
export type DeleteAnswer = (typeof deleteAnswers)[number];

/** Where a failure has its status: in that of HTTP too, or in the envelope of a 200 only. The manual (section 3) does not say. */
export const failureStatuses = ['http', 'body'] as const;

/** What is answered for an event that does not exist: 404, 403, or a list without events. The manual (section 3.3) does not say. */
export const missingEvents = ['not-found', 'forbidden', 'empty-list'] as const;

/**
 * What a confirmation answers for an event that does not wait for one: it is not counted, it is counted, or the whole list is refused, with
 * 400 or 404. The manual (section 3.4) does not say.
 */
export const unknownConfirmations = ['uncounted', 'counted', 'refused', 'not-found'] as const;

/** What the deletion of a file answers that is deleted already. The manual (section 3.9) does not say. */
export const repeatedDeletions = ['not-found', 'success'] as const;

/** How packet archives are made: the default is the manual's (section 3.6), the rest is what a client may meet besides. */
export interface ArchiveShape {
  /** zlib level, 0 to 9. Default 1: quick, the content is the same. */
  compression: number;
  /** Entry names: the file id, the id with dashes, or the id after `./`. Default `plain`. */
  names: 'plain' | 'dashed' | 'prefixed';
  /** Spelling of the record with the original name, or none. Default `exact`. */
  nameRecord: 'exact' | 'lower' | 'upper' | 'missing';
  /** Whether an entry for the directory stands first. Default false. */
  directory: boolean;
  /** Whether a global PAX header stands first. Default false. */
  globalHeader: boolean;
  /** Whether the answer is labelled `Content-Encoding: gzip`, so that many clients unpack it by themselves. Default false. */
  contentEncoding: boolean;
  /** Whether the answer has a `Content-Length`, which needs the archive to be made before it is sent. Default false. */
  contentLength: boolean;
}

const archiveShape = z.strictObject({
  compression: z.int().min(0).max(9).default(1),
  names: z.enum(['plain', 'dashed', 'prefixed']).default('plain'),
  nameRecord: z.enum(['exact', 'lower', 'upper', 'missing']).default('exact'),
  directory: z.boolean().default(false),
  globalHeader: z.boolean().default(false),
  contentEncoding: z.boolean().default(false),
  contentLength: z.boolean().default(false),
});

/** What a user can switch, where the manual leaves the platform a choice. */
export interface Settings {
  /** What a poll answers when nothing arrived. Default `empty-list`. */
  emptyAnswer: EmptyAnswer;
  /** How a publication tells of items that failed. Default `missing`. */
  partialAnswer: PartialAnswer;
  /** What deleting a file answers. Default `envelope`. */
  deleteAnswer: DeleteAnswer;
  /** How packet archives are made. */
  archive: Readonly<ArchiveShape>;
  /** Where a failure has its status: in that of HTTP too, or in the body of a 200 only. Default `http`. */
  failureStatus: (typeof failureStatuses)[number];
  /** Status without a key, and with one that is nobody's. The manual (section 2.4) has the text only. Default 401. */
  wrongKey: 401 | 403 | 400;
  /** What is answered for an event that does not exist. Default `not-found`. */
  missingEvent: (typeof missingEvents)[number];
  /** What a confirmation answers for an event that does not wait for one. Default `uncounted`. */
  unknownConfirmed: (typeof unknownConfirmations)[number];
  /** What the deletion of a file answers that is deleted already. Default `not-found`. */
  deletedAgain: (typeof repeatedDeletions)[number];
}

/** The schema of each setting. */
export const settingSchemas: { [Name in keyof Settings]: z.ZodType<Settings[Name]> } = {
  emptyAnswer: z.enum(emptyAnswers),
  partialAnswer: z.enum(partialAnswers),
  deleteAnswer: z.enum(deleteAnswers),
  archive: archiveShape.readonly(),
  failureStatus: z.enum(failureStatuses),
  wrongKey: z.union([z.literal(401), z.literal(403), z.literal(400)]),
  missingEvent: z.enum(missingEvents),
  unknownConfirmed: z.enum(unknownConfirmations),
  deletedAgain: z.enum(repeatedDeletions),
};

/** The settings at the start and after a reset. */
export function defaultSettings(): Settings {
  return {
    emptyAnswer: 'empty-list',
    partialAnswer: 'missing',
    deleteAnswer: 'envelope',
    archive: settingSchemas.archive.parse({}),
    failureStatus: 'http',
    wrongKey: 401,
    missingEvent: 'not-found',
    unknownConfirmed: 'uncounted',
    deletedAgain: 'not-found',
  };
}

/** Some of the settings, checked, those that are undefined left out. */
export function readSettings(patch: Partial<Settings>): object {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  return read(z.strictObject(settingSchemas).partial(), given, 'Astral settings');
}

/** A checked value for a setting, or a `TypeError` that says what would be one. */
export function readSetting<Name extends keyof Settings>(name: Name, value: unknown): Settings[Name] {
  return read(settingSchemas[name], value, `value of '${name}'`);
}
