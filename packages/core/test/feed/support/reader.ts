import { type FeedContext, memoryCursorStore } from '@partner-apis/core';
import { createFeed, type FeedPage, type FeedReading } from '@partner-apis/core/vendor';
import { VirtualClock } from '@partner-apis/test-kit';

const code = await import('@partner-apis/core/feed');

/** What reads, loaded already. */
export const reading = async (): Promise<FeedReading> => code;

/** The event of the tests. */
export interface Item {
  readonly id: string;
}

/** What a reader of them takes. */
export type Options = Parameters<typeof createFeed<Item>>[0];

/** A page of events with these ids; its cursor is the last one. */
export const page = (...ids: string[]): FeedPage<Item> => ({
  events: ids.map((id) => ({ id })),
  lastEventId: ids.at(-1) ?? null,
});

/** A reader of a list of pages, then of nothing; time stands still. */
export function reader(pages: FeedPage<Item>[], options: Partial<Options> = {}, way = reading) {
  const clock = new VirtualClock();
  const store = memoryCursorStore();
  const handled: { id: string; ctx: FeedContext }[] = [];
  const queue = [...pages];
  const feed = createFeed<Item>(
    {
      key: 'k',
      store,
      startFrom: 'oldest',
      fetchPage: async () => queue.shift() ?? page(),
      clock,
      random: () => 0,
      ...(options.pageHandler === undefined && {
        handler: ({ id }: Item, ctx: FeedContext) => void handled.push({ id, ctx }),
      }),
      ...options,
      // Boundary: the type keeps the two ways to handle apart, which the spread above joins.
    } as Options,
    way,
  );
  return { clock, store, feed, handled };
}
