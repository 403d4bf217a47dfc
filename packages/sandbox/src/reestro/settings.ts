import * as z from 'zod';
import { read } from '../options.ts';

/**
 * What a cursor gets that the feed does not have: the manual says none of it. `refuse`: 400; `oldest`: as if there were none; `empty`: a page
 * without events.
 */
export const unknownCursors = ['refuse', 'oldest', 'empty'] as const;
/** See {@link unknownCursors}. */
export type UnknownCursor = (typeof unknownCursors)[number];

/** Where a feed begins without a cursor: at its oldest event, or with as many of the newest as fit on a page. The manual does not say. */
export const feedStarts = ['oldest', 'newest'] as const;
/** See {@link feedStarts}. */
export type FeedStart = (typeof feedStarts)[number];

/** What is answered to the tag of an object that did not change: 304, or the object again. The vendor's pages do not show it. */
export const unchangedAnswers = ['not-modified', 'again'] as const;
/** See {@link unchangedAnswers}. */
export type UnchangedAnswer = (typeof unchangedAnswers)[number];

/** `lastEventId` of a page without events, which the manual does not show. */
export const emptyPages = ['same', 'null', 'missing', 'empty-text'] as const;
/** See {@link emptyPages}. */
export type EmptyPage = (typeof emptyPages)[number];

/** Body of 401 and 403, which the manual does not show. */
export const refusalBodies = ['empty', 'json', 'html'] as const;
/** See {@link refusalBodies}. */
export type RefusalBody = (typeof refusalBodies)[number];

/** What becomes of work that is asked for: a form that is released, a document flow that is sent, a check. */
export const outcomes = ['success', 'failure'] as const;
/** See {@link outcomes}. */
export type WorkOutcome = (typeof outcomes)[number];

/** Whether calls that are paid for are served: an empty balance was seen as 402, and as 400 with `validation`. */
export const balanceStates = ['enough', 'empty-402', 'empty-400'] as const;
/** See {@link balanceStates}. */
export type BalanceState = (typeof balanceStates)[number];

/** What a user can switch, where the manual leaves the vendor a choice. */
export interface Settings {
  /** Where a feed begins without a cursor. Default `oldest`. */
  withoutCursor: FeedStart;
  /** What is answered to the tag of an object that did not change. Default `not-modified`. */
  unchanged: UnchangedAnswer;
  /** What a cursor gets that the feed does not have. Default `refuse`. */
  unknownCursor: UnknownCursor;
  /** `lastEventId` of a page without events. Default `same`. */
  emptyPage: EmptyPage;
  /** Body of 401 and 403. Default `empty`. */
  refusalBody: RefusalBody;
  /** What becomes of work that is asked for. Default `success`. */
  outcome: WorkOutcome;
  /** Whether calls that are paid for are served. Default `enough`. */
  balance: BalanceState;
  /** How long work takes, in milliseconds. Default 50. */
  workMs: number;
}

/** The schema of each setting. */
export const settingSchemas: { [Name in keyof Settings]: z.ZodType<Settings[Name]> } = {
  withoutCursor: z.enum(feedStarts),
  unchanged: z.enum(unchangedAnswers),
  unknownCursor: z.enum(unknownCursors),
  emptyPage: z.enum(emptyPages),
  refusalBody: z.enum(refusalBodies),
  outcome: z.enum(outcomes),
  balance: z.enum(balanceStates),
  workMs: z.int().min(0).max(86_400_000),
};

/** The settings at the start and after a reset. */
export function defaultSettings(): Settings {
  return {
    withoutCursor: 'oldest',
    unchanged: 'not-modified',
    unknownCursor: 'refuse',
    emptyPage: 'same',
    refusalBody: 'empty',
    outcome: 'success',
    balance: 'enough',
    workMs: 50,
  };
}

/** A checked value for a setting, or a `TypeError` that says what would be one. */
export function readSetting<Name extends keyof Settings>(name: Name, value: unknown): Settings[Name] {
  return read(settingSchemas[name], value, `value of '${name}'`);
}
