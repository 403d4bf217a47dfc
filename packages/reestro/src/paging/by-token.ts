import { FeedAnomalyError } from '@partner-apis/core';

/** A page of a list that is read by tokens. */
export interface TokenPage<Item> {
  /** What is on this page. */
  readonly items: readonly Item[];
  /** Where the next page begins; undefined on the last one. */
  readonly nextToken: string | undefined;
}

/** Every item of a list: until a page has no next one. Rejects with FeedAnomalyError when a token comes a second time. */
export async function* byToken<Item>(
  read: (token: string | undefined) => PromiseLike<TokenPage<Item>>,
  start: string | undefined,
): AsyncGenerator<Item, void, undefined> {
  const passed = new Set([start]);
  for (let token = start; ;) {
    const { items, nextToken } = await read(token);
    yield* items;
    if (nextToken === undefined || nextToken === '') return;
    if (passed.has(nextToken)) throw new FeedAnomalyError(token, 'the next page is one that was read before');
    passed.add(nextToken);
    token = nextToken;
  }
}
