import * as z from 'zod/mini';
import { count, text } from '../wire/input.ts';

/** Most events that the vendor gives in one page. Manual, parameter `count`. */
export const MAX_COUNT = 100;

/** The query of all feeds that are read by event id. */
export const eventQuery = z.lazy(() =>
  z.strictObject({ afterEventId: z.optional(text()), count: count(MAX_COUNT) }),
);

/** What to read. */
export interface EventQuery {
  /**
   * Events created after this one. It is sent as it is: the vendor wants a GUID, and what is one is for the vendor to say. Default: from the
   * oldest event that is kept, which is three months old at most.
   */
  readonly afterEventId?: string | undefined;
  /** Most events to get, 1 to 100. Default: the vendor's, 30 (20 for monitorings). */
  readonly count?: number | undefined;
}

/** A page of a feed. */
export interface PageOf<Event> {
  /** Where the next page begins; undefined on an empty page that has none. */
  readonly lastEventId: string | undefined;
  /** Oldest first; empty at the end of the feed. */
  readonly events: readonly Event[];
}
