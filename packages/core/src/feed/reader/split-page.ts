import type { FeedConfig } from '../feed-config.ts';
import type { FeedPage } from '../feed-options.ts';
import { type PagePart, OneEvent, WholePage } from './page-part.ts';
import { plainId, type RecentIds, samePlace } from './recent-ids.ts';

/**
 * Whether the events of a page stand in the order in which the cursor passes them: then the id of each is a cursor too. The manual of no
 * vendor says so; a page says so itself when its cursor is the id of its last event.
 */
export function inOrder<Event>(page: FeedPage<Event>, idOf: FeedConfig<Event>['idOf']): boolean {
  return leadTo(plainIds(page.events.map(idOf)), page.lastEventId ?? undefined);
}

/**
 * Cuts a page into what is handled at once. Only a page in order has a mark inside; the last piece always has the page's own cursor. With
 * `pageHandler` the page is one piece.
 */
export function splitPage<Event>(
  { idOf, pageHandler }: FeedConfig<Event>,
  page: FeedPage<Event>,
  cursor: string,
  recent: RecentIds,
): readonly PagePart<Event>[] {
  recent.turn();
  const plain: (string | undefined)[] = [];
  const pieces = page.events.map((event) => {
    const id = idOf(event);
    const known = id === undefined ? undefined : plainId(id);
    plain.push(known);
    return new OneEvent(event, id, id ?? cursor, known !== undefined && recent.repeats(known));
  });
  if (!leadTo(plain, page.lastEventId ?? undefined)) for (const piece of pieces) piece.mark = undefined;
  pieces.at(-1)?.endsPage(cursor);
  return pageHandler === undefined ? pieces : [new WholePage(pieces, cursor)];
}

function plainIds(ids: readonly (string | undefined)[]): (string | undefined)[] {
  return ids.map((id) => (id === undefined ? undefined : plainId(id)));
}

function leadTo(plain: readonly (string | undefined)[], place: string | undefined): boolean {
  const last = plain.at(-1);
  return (
    last !== undefined &&
    samePlace(last, place) &&
    plain.indexOf(last) === plain.length - 1 &&
    !plain.includes(undefined)
  );
}
