import {
  type Feed,
  type FeedCursor,
  type FeedHandling,
  type FeedSettings,
  isHttpError,
} from '@partner-apis/core';
import { createFeed, type FeedSource, later, type Runtime } from '@partner-apis/core/vendor';
import { isReestroHttpError } from '../wire/http-error.ts';
import { toDate } from '../wire/helpers.ts';
import type { ReestroError } from '../wire/models.ts';
import { isObject } from '../wire/normal.ts';
import { MAX_COUNT } from './event-query.ts';

/** Options of a durable reader. `logger`, `clock` and `random` default to those of the client. */
export type EventFeedOptions<Event> = FeedSettings<Event> & FeedHandling<Event> & FeedCursor;

/** "Событие в новостной ленте можно увидеть в течении 3-х месяцев": 92 days at most, 90 at least. */
const RETENTION_MS = 91 * 86_400_000;

/** What sets one feed apart from another. */
export interface FeedTraits {
  /** Name of its resource, such as `crypto.events`. */
  readonly name: string;
  /** Most events that are asked for at once. */
  readonly maxPageSize?: number;
  /** Whether its documentation says that events are kept for three months. */
  readonly keepsThreeMonths?: boolean;
}

/** What reads a feed. */
const reading = later(
  'The reader of events of Kontur.Reestro',
  () => import(/* webpackMode: "eager" */ '@partner-apis/core/feed'),
);

/** A feed of the API as a durable reader sees it. */
export function durableFeed<Event extends object>(
  fetchPage: FeedSource<Event>['fetchPage'],
  { logger, clock, random }: Pick<Runtime, 'logger' | 'clock' | 'random'>,
  { name, maxPageSize = MAX_COUNT, keepsThreeMonths = true }: FeedTraits,
  options: EventFeedOptions<Event>,
): Feed<Event> {
  return createFeed<Event>(
    {
      logger,
      clock,
      random,
      ...options,
      maxPageSize,
      title: `Kontur.Reestro ${name}`,
      fetchPage,
      isGap,
      ...(keepsThreeMonths && { retention: { ms: RETENTION_MS, dateOf } }),
    },
    reading,
  );
}

/**
 * Whether the vendor refused the cursor. The manual has one refusal, 400 with WrongFieldValue, of whatever field; which one is only in the
 * message. What becomes of a cursor that is too old is not documented: 404 and 410 are taken for the same.
 */
function isGap(error: unknown): boolean {
  if (!isHttpError(error)) return false;
  if (error.status === 404 || error.status === 410) return true;
  return error.status === 400 && isReestroHttpError(error) && refusesCursor(error.body);
}

/** Whether an error, or one of those inside it, is about the cursor. What wraps others is about the request: its text may quote all of it. */
function refusesCursor({ code, message, errors }: ReestroError): boolean {
  const inside = (errors ?? []).filter(isObject);
  if (inside.length > 0) return inside.some(refusesCursor);
  const text = typeof message === 'string' ? message : '';
  // A text that names another value of the request too may only be listing what there is.
  if (/\b(?:count|orgId|type)\b/i.test(text)) return false;
  return /^wrongfieldvalue$/i.test(String(code)) || /\b(?:afterEventId|token)\b/i.test(text);
}

function dateOf(event: object): number | undefined {
  try {
    return 'eventDate' in event ? toDate(String(event.eventDate)).getTime() : undefined;
  } catch {
    return undefined;
  }
}
