import {
  type Feed,
  type FeedCursor,
  type FeedHandling,
  type FeedSettings,
  isHttpError,
} from '@partner-apis/core';
import { createFeed, type FeedSource, type Runtime } from '@partner-apis/core/vendor';
import { MAX_COUNT } from './event-operations.ts';
import { isReestroHttpError } from './guards.ts';
import { toDate } from './helpers.ts';
import type { CryptoEvent, ReestroError } from './models.ts';
import { isObject } from './normal.ts';

/** Options of {@link CryptoEvents.feed}. `logger`, `clock` and `random` default to those of the client. */
export type ReestroFeedOptions = FeedSettings<CryptoEvent> & FeedHandling<CryptoEvent> & FeedCursor;

/** "Событие в новостной ленте можно увидеть в течении 3-х месяцев": 92 days at most, 90 at least. */
const RETENTION_MS = 91 * 86_400_000;

/** The feed of the crypto API as a durable reader sees it. */
export function feed(
  fetchPage: FeedSource<CryptoEvent>['fetchPage'],
  { logger, clock, random }: Pick<Runtime, 'logger' | 'clock' | 'random'>,
  options: ReestroFeedOptions,
): Feed<CryptoEvent> {
  return createFeed<CryptoEvent>({
    logger,
    clock,
    random,
    ...options,
    maxPageSize: MAX_COUNT,
    title: 'Kontur.Reestro crypto.events',
    fetchPage,
    idOf: ({ eventId }) => eventId,
    isGap,
    retention: { ms: RETENTION_MS, dateOf },
  });
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
  if (/\b(?:count|orgId)\b/i.test(text)) return false;
  return /^wrongfieldvalue$/i.test(String(code)) || /\bafterEventId\b/i.test(text);
}

function dateOf({ eventDate }: CryptoEvent): number | undefined {
  try {
    return eventDate === undefined ? undefined : toDate(eventDate).getTime();
  } catch {
    return undefined;
  }
}
