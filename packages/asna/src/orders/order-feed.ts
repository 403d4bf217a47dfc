import {
  ConfigurationError,
  type Feed,
  type FeedCursor,
  type FeedHandling,
  type FeedSettings,
} from '@partner-apis/core';
import { createFeed, type FeedPage, type FeedQuery, later, type Runtime } from '@partner-apis/core/vendor';
import { sinceSchema } from '../api/dates.ts';
import { guid } from '../api/ids.ts';
import type { AsnaReadOptions } from '../api/reading.ts';
import type { OrderChange, OrderChanges, OrderQuery } from './models.ts';
import { OrderBatch } from './order-batch.ts';
import { changeId, cursorOf, placeOf } from './order-place.ts';

/** Options of a durable reader of orders. `logger`, `clock` and `random` default to those of the client. */
export type OrderFeedOptions = Omit<FeedSettings<OrderChange>, 'startFrom'> &
  FeedHandling<OrderChange> &
  FeedCursor & {
    /** GUID of the store. */
    readonly storeId: string;
    /** Where to begin when the store has no cursor: with everything that ASNA has, or after a moment (`since`, ISO 8601 with an offset, or a day). */
    readonly startFrom: 'oldest' | { readonly since: string };
    /** How ASNA is asked to write its answers. Default `json`. */
    readonly accept?: AsnaReadOptions['accept'];
  };

type Pull = (storeId: string, query: OrderQuery, options: AsnaReadOptions) => PromiseLike<OrderChanges>;

/** What reads a feed. */
const reading = later(
  'The reader of orders of ASNA',
  () => import(/* webpackMode: "eager" */ '@partner-apis/core/feed'),
);

/** A reader of the changes of a store's orders, on the feed of the core. */
export function orderFeed(
  pull: Pull,
  { logger, clock, random }: Pick<Runtime, 'logger' | 'clock' | 'random'>,
  { storeId, startFrom, accept, ...options }: OrderFeedOptions,
): Feed<OrderChange> {
  if (!guid().safeParse(storeId).success)
    throw new ConfigurationError('ASNA orders.feed: storeId must be a GUID: 8-4-4-4-12 hex digits.');
  // ASNA answers with everything since a moment at once; what was not handled yet is kept until it is asked for.
  let batch: OrderBatch | undefined;
  const fetchPage = async (
    { afterEventId, count }: FeedQuery,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<FeedPage<OrderChange>> => {
    if (batch === undefined || batch.empty || batch.cursor !== afterEventId) {
      const { since } = placeOf(afterEventId);
      const query = since === undefined ? {} : { since };
      batch = new OrderBatch(await pull(storeId, query, { signal, ...(accept && { accept }) }), afterEventId);
    }
    return batch.take(count);
  };
  return createFeed<OrderChange>(
    {
      logger,
      clock,
      random,
      ...options,
      startFrom: placeToStart(startFrom),
      title: 'ASNA orders',
      fetchPage,
      idOf: changeId,
    },
    reading,
  );
}

function placeToStart(
  startFrom: OrderFeedOptions['startFrom'],
): 'oldest' | { readonly afterEventId: string } {
  if (startFrom === 'oldest') return startFrom;
  const since: unknown = typeof startFrom === 'object' && startFrom !== null ? startFrom.since : undefined;
  const checked = sinceSchema().safeParse(since);
  if (!checked.success)
    throw new ConfigurationError(
      `ASNA orders.feed: startFrom must be 'oldest' or { since }, and since ${checked.error.issues[0]?.message ?? ''}.`,
    );
  return { afterEventId: cursorOf({ since: checked.data, seen: [] }) };
}
