import { FeedAnomalyError } from '@partner-apis/core';
import { type EventQuery, MAX_COUNT, type PageOf } from './event-query.ts';

/**
 * Every event from a place to the end of the feed. A page with fewer events than were asked for is not the end: the manual does not say so.
 * Only one without events is.
 */
export async function* iterate<Event>(
  list: (query: EventQuery) => PromiseLike<PageOf<Event>>,
  { afterEventId, count = MAX_COUNT }: EventQuery,
): AsyncGenerator<Event, void, undefined> {
  const passed = new Set<string>();
  for (let after = afterEventId; ;) {
    const page = await list({ afterEventId: after, count });
    if (page.events.length === 0) return;
    const next = page.lastEventId;
    const stands = next === undefined || next === '' || next === after || passed.has(next);
    if (stands)
      throw new FeedAnomalyError(after, 'a page with events does not say where the next one begins');
    yield* page.events;
    passed.add(next);
    after = next;
  }
}
