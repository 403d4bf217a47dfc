import {
  isConnectionError,
  isHttpError,
  isPartnerApiError,
  isResponseDecodeError,
  isTimeoutError,
} from '../../errors/guards.ts';
import type { FeedConfig } from '../feed-config.ts';
import type { FeedPage } from '../feed-options.ts';
import { inOrder } from './split-page.ts';
import { plainId, type RecentIds, samePlace } from './recent-ids.ts';

/** Statuses below 500 after which the same request may work later; 0 is a credential that could not be got. */
const TEMPORARY = new Set([0, 408, 425, 429]);

/**
 * Whether the same request may work later. What is not an error of this SDK (a network error of a `fetchPage` of your own) counts as
 * temporary; a refused credential, a refused request, a closed client and an answer of an unknown shape do not.
 */
export function isTemporary(error: unknown): boolean {
  if (!isPartnerApiError(error)) return true;
  if (isHttpError(error)) return error.status >= 500 || TEMPORARY.has(error.status);
  return isConnectionError(error) || isTimeoutError(error) || isResponseDecodeError(error);
}

/** What is wrong with the way in which a page leads on; undefined for nothing. An empty page may have no cursor, or the same one. */
export function anomalyOf<Event>(
  config: FeedConfig<Event>,
  page: FeedPage<Event>,
  after: string | undefined,
  recent: RecentIds,
): string | undefined {
  const { events, lastEventId } = page;
  if (events.length === 0) return undefined;
  const what = `a page of ${events.length} events`;
  if (typeof lastEventId !== 'string' || lastEventId === '') return `${what} has no cursor`;
  if (samePlace(lastEventId, after)) return `${what} has the cursor that it was asked for with`;
  if (recent.passed(plainId(lastEventId))) return `${what} leads back to '${lastEventId}'`;
  const singly = config.save === undefined && config.handler !== undefined;
  return singly && !inOrder(page, config.idOf)
    ? `the cursor of ${what} is not the id of its last event, so that the events inside have no cursors; use pageHandler`
    : undefined;
}

/** How far from its limit an event may be for the place before it to be in doubt. */
const MARGIN_MS = 3 * 86_400_000;

/**
 * Whether the first event after a resumed cursor is as old as the vendor's retention: then the vendor may have answered with the oldest
 * event it has, instead of refusing a cursor that it has no longer. Events older than that are no evidence: a vendor has none.
 */
export function atRetentionLimit<Event>(config: FeedConfig<Event>, page: FeedPage<Event>): boolean {
  const [first] = page.events;
  if (config.retention === undefined || first === undefined) return false;
  const date = config.retention.dateOf(first);
  if (date === undefined || Number.isNaN(date)) return false;
  return Math.abs(config.clock.now() - date - config.retention.ms) <= MARGIN_MS;
}
