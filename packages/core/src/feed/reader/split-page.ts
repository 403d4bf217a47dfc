import type { FeedConfig } from '../feed-config.ts';
import type { FeedPage } from '../feed-options.ts';
import type { PagePart } from './page-run.ts';
import { plainId, type RecentIds, samePlace } from './recent-ids.ts';

/**
 * Whether the events of a page stand in the order in which the cursor passes them: then the id of each is a cursor too. The manual of no
 * vendor says so; a page says so itself when its cursor is the id of its last event.
 */
export function inOrder<Event>(page: FeedPage<Event>, idOf: FeedConfig<Event>['idOf']): boolean {
  const ids = page.events.map((event) => idOf(event)?.toLowerCase());
  const last = ids.at(-1);
  return (
    last !== undefined &&
    samePlace(last, page.lastEventId ?? undefined) &&
    ids.indexOf(last) === ids.length - 1 &&
    !ids.includes(undefined)
  );
}

/**
 * Cuts a page into what is handled at once. Only a page in order has a mark inside; the last piece always has the page's own cursor. With
 * `pageHandler` the page is one piece.
 */
export function splitPage<Event>(
  config: FeedConfig<Event>,
  page: FeedPage<Event>,
  cursor: string,
  seen: RecentIds,
): readonly PagePart<Event>[] {
  const { events } = page;
  const here = new Set<string>();
  const ordered = inOrder(page, config.idOf);
  const pieces = events.map((event, index): PagePart<Event> => {
    const id = config.idOf(event);
    const plain = id === undefined ? undefined : plainId(id);
    let repeated = false;
    if (plain !== undefined && config.dedupeWindow > 0) {
      repeated = here.has(plain) || seen.has(plain);
      here.add(plain);
    }
    const place = index === events.length - 1 ? cursor : ordered ? id : undefined;
    return {
      events: [event],
      ids: id === undefined ? NONE : [id],
      plain: plain === undefined ? NONE : [plain],
      cursor: place ?? id ?? cursor,
      mark: place,
      repeated,
    };
  });
  return config.pageHandler === undefined ? pieces : [joined(pieces, cursor)];
}

const NONE: readonly string[] = [];

/** A page as one piece, without the events that come again. */
function joined<Event>(pieces: readonly PagePart<Event>[], cursor: string): PagePart<Event> {
  const fresh = pieces.filter(({ repeated }) => !repeated);
  return {
    events: fresh.flatMap(({ events }) => events),
    ids: fresh.flatMap(({ ids }) => ids),
    plain: fresh.flatMap(({ plain }) => plain),
    cursor,
    mark: cursor,
    repeated: fresh.length === 0,
  };
}
