import type { FeedPage, FeedQuery } from '@partner-apis/core/vendor';
import type { TokenPage } from '../paging/by-token.ts';
import { isObject } from '../wire/normal.ts';

// A feed that is read by tokens has no token for its end: the last page there is names no next one. So that a reader can rest there and
// go on when more has come, its place is then the token of that page with the id of the last event that it had.

interface Place {
  readonly token?: string | undefined;
  readonly lastId?: string | undefined;
}

/** Reads a feed of tokens as one of cursors. */
export async function pageByCursor<Event extends { readonly id?: string | undefined }>(
  read: (token: string | undefined, count: number) => PromiseLike<TokenPage<Event>>,
  { afterEventId, count }: FeedQuery,
): Promise<FeedPage<Event>> {
  const { token, lastId } = placeOf(afterEventId);
  const { items, nextToken } = await read(token, count);
  const handled = lastId === undefined ? -1 : items.findLastIndex(({ id }) => id === lastId);
  const events = items.slice(handled + 1);
  if (nextToken !== undefined && nextToken !== '') {
    // The rest of a page may be nothing: then the next one is the one to read.
    return events.length === 0 && nextToken !== token
      ? pageByCursor(read, { afterEventId: nextToken, count })
      : { events, lastEventId: nextToken };
  }
  const last = events.at(-1)?.id;
  return { events, lastEventId: last === undefined ? afterEventId : cursorOf({ token, lastId: last }) };
}

function cursorOf(place: Place): string {
  return JSON.stringify(place);
}

/** A place of ours; any other text is a token of the vendor's. */
function placeOf(cursor: string | undefined): Place {
  if (cursor?.startsWith('{') !== true) return { token: cursor };
  try {
    const place: unknown = JSON.parse(cursor);
    if (!isObject(place)) return { token: cursor };
    const { token, lastId } = place;
    return {
      token: typeof token === 'string' ? token : undefined,
      lastId: typeof lastId === 'string' ? lastId : undefined,
    };
  } catch {
    return { token: cursor };
  }
}
