import { FeedAnomalyError } from '@partner-apis/core';

/** A page of a list that is read backward, from the newest. */
export interface BackwardPage<Item> {
  /** Newest first; empty behind the last page. */
  readonly items: readonly Item[];
  /** Where the next page, of older items, begins; undefined where the vendor sent nothing. */
  readonly lastObjectId: string | undefined;
}

/** Every item from the newest to the oldest: until a page has none. Rejects with FeedAnomalyError when a page does not lead on. */
export async function* backward<Item>(
  read: (after: string | undefined) => PromiseLike<BackwardPage<Item>>,
  start: string | undefined,
): AsyncGenerator<Item, void, undefined> {
  const passed = new Set<string | undefined>([start]);
  for (let after = start; ;) {
    const { items, lastObjectId } = await read(after);
    if (items.length === 0) return;
    if (lastObjectId === undefined || lastObjectId === '' || passed.has(lastObjectId))
      throw new FeedAnomalyError(after, 'a page with items does not say where the next one begins');
    yield* items;
    passed.add(lastObjectId);
    after = lastObjectId;
  }
}
