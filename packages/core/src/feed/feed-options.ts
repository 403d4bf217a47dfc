import type { Clock } from '../time/clock.ts';
import type { Logger } from '../observe/logger.ts';
import type { CursorStore } from './cursor/cursor-store.ts';

/** What a page is asked for with. */
export interface FeedQuery {
  /** The event after which to read; absent for the oldest that is kept. */
  readonly afterEventId?: string;
  /** Most events to get. */
  readonly count: number;
}

/** A page as the vendor gave it. */
export interface FeedPage<Event> {
  /** Oldest first. */
  readonly events: readonly Event[];
  /** The cursor to go on from. May be absent on an empty page. */
  readonly lastEventId?: string | null | undefined;
}

/** Where events come from: everything that sets one vendor's feed apart from another's. */
export interface FeedSource<Event> {
  /** Asks for one page. A rejection with an error of this SDK is judged by its class; any other counts as temporary. */
  readonly fetchPage: (
    query: FeedQuery,
    options: { readonly signal: AbortSignal },
  ) => PromiseLike<FeedPage<Event>>;
  /** Id of an event; undefined for one without. Default: its `eventId` or `id`. */
  readonly idOf?: (event: Event) => string | undefined;
  /**
   * Whether a rejection means that the feed no longer has the cursor. Default: status 410. It is believed the second time in a row; until
   * then the page is asked for again, with the waits of `backoffMs`.
   */
  readonly isGap?: (error: unknown) => boolean;
  /**
   * How long the vendor keeps events (`ms`), and how to tell the age of one (`dateOf`, in epoch milliseconds). With it, a reader that resumes right at that
   * limit checks whether the feed still has its place.
   */
  readonly retention?: { readonly ms: number; readonly dateOf: (event: Event) => number | undefined };
  /** Most events that the vendor gives at once. Default: whatever `pageSize` says, up to 100,000. */
  readonly maxPageSize?: number;
  /** What messages call the feed. Default `feed`. */
  readonly title?: string;
}

/** Where to read from: the oldest event that is kept, or after the event `afterEventId`. */
export type FeedStart = 'oldest' | { readonly afterEventId: string };

/** What a handler is told beside the event. */
export interface FeedContext {
  /** Aborts when the reader has waited long enough for this handler while stopping. */
  readonly signal: AbortSignal;
  /**
   * The cursor that stands for "handled up to and including this". With `cursorMode: 'external'` save it in the same transaction as what
   * the event led to.
   */
  readonly cursor: string;
  /** 1 for the first run, one more for each retry. `park` is told how often the handler has run. */
  readonly attempt: number;
}

/** What `onGap` is told. */
export interface FeedGap {
  /** Name of the reader's cursor in the store. */
  readonly key: string;
  /** The cursor that has no place in the feed. */
  readonly cursor: string;
  /** What the vendor said, or how it was found out. */
  readonly error: unknown;
}

/** A lock that one reader holds; see {@link FeedSettings.lock}. */
export interface FeedLock {
  /** May return a promise; it is awaited. */
  release(): unknown;
  /** Aborts when the lock was lost; the reader then ends with its reason. */
  readonly lost?: AbortSignal;
}

/** How long {@link Feed.stop} waits, in milliseconds. */
export interface FeedStopOptions {
  /** For running handlers to finish. Default 10,000. */
  readonly drainMs?: number;
  /** After `ctx.signal` has aborted. Default 5,000. */
  readonly graceMs?: number;
  /** For the last save of the cursor, and again for the release of the lock. Default 5,000. */
  readonly flushMs?: number;
}

/** What {@link Feed.stop} resolves to. */
export interface FeedStopped {
  /** True when every handler that had begun has settled. */
  readonly drained: boolean;
  /** Ids of events whose handlers had not settled when the waiting was over. */
  readonly abandoned: readonly string[];
  /** Ids of events that were handled, but are not covered by a saved cursor: they will be handled again. */
  readonly unsaved: readonly string[];
}

/** Runs of a handler after its first failure. */
export interface FeedHandlerRetry {
  /** Default 3; 0 for none. */
  readonly retries: number;
  /** First wait in milliseconds, doubled each time. Default 500. */
  readonly minDelayMs: number;
  /** Longest wait in milliseconds. Default 3,000. */
  readonly maxDelayMs: number;
}

/** One of the two ways to be given events. */
export type FeedHandling<Event> =
  | {
      /** Is given one event at a time, in the order of the feed. Its promise resolving means: handled, for good. */
      readonly handler: (event: Event, ctx: FeedContext) => unknown;
      /** Not beside `handler`. */
      readonly pageHandler?: undefined;
    }
  | {
      /** Is given the events of a page at once. */
      readonly pageHandler: (events: readonly Event[], ctx: FeedContext) => unknown;
      /** Not beside `pageHandler`. */
      readonly handler?: undefined;
    };

/** The two ways to keep the cursor. */
export type FeedCursor =
  | {
      /** Where the cursor is kept between runs. */
      readonly store: CursorStore;
      /** `managed`, the default: the reader saves the cursor once everything before it was handled. */
      readonly cursorMode?: 'managed';
    }
  | {
      /** Only `load` is used. */
      readonly store: Pick<CursorStore, 'load'>;
      /** `external`: the handler saves `ctx.cursor`, in the transaction that holds what the event led to. */
      readonly cursorMode: 'external';
    };

/** Options of a reader beside source, handler and store. */
export interface FeedSettings<Event> {
  /** Name of this reader's cursor in the store. One reader per key at a time. */
  readonly key: string;
  /** Where to begin when the store has no cursor; not looked at otherwise. */
  readonly startFrom: FeedStart;
  /** Events handled at the same time. Default 1. With more, the order within a page is lost; the cursor still waits for the slowest. */
  readonly concurrency?: number;
  /** Events per request. Default 100, or the source's `maxPageSize` where that is less. */
  readonly pageSize?: number;
  /** Runs of a handler after its first failure. Default: 3, with waits of 500 ms doubled up to 3,000. */
  readonly handlerRetry?: Partial<FeedHandlerRetry>;
  /**
   * Takes an event that its handler kept failing on; the reader goes on once this has resolved. When it fails it is run again, as often as
   * a handler, and then `run()` rejects with FeedParkError. Without it `run()` rejects with the handler's error. With `pageHandler` it is
   * given every event of the page.
   */
  readonly park?: (event: Event, error: unknown, ctx: FeedContext) => unknown;
  /** Save after so many handled events or so long after one, and at the end of each page. Default `{ events: 100, ms: 5000 }`. */
  readonly saveEvery?: { readonly events?: number; readonly ms?: number };
  /** Wait after a page that was not full: between `min` and `max`, longer the longer nothing comes. Default 1,000 to 30,000. */
  readonly idleMs?: { readonly min?: number; readonly max?: number };
  /** Wait after a failed request, a refused cursor or a page that leads nowhere: between `min` and `max`. Default 1,000 to 60,000. */
  readonly backoffMs?: { readonly min?: number; readonly max?: number };
  /** How many ids of handled events are remembered at least, so that a repeated one is dropped. Default 500. */
  readonly dedupeWindow?: number;
  /**
   * Asked where to go on when the feed no longer has the cursor: it was refused twice in a row, or answered with the oldest event
   * there is. Default: `run()` rejects with FeedGapError.
   */
  readonly onGap?: (gap: FeedGap) => FeedStart | 'fail' | PromiseLike<FeedStart | 'fail'>;
  /**
   * Takes a lock before the cursor is loaded, so that a second process waits instead of ending in a conflict; the lock is released when
   * the reader has ended. The signal aborts when the reader is stopped while it waits.
   */
  readonly lock?: (key: string, signal: AbortSignal) => PromiseLike<FeedLock> | FeedLock;
  /** Pages in a row that lead nowhere, until `run()` rejects with FeedAnomalyError. Default 5. */
  readonly maxAnomalies?: number;
  /** `health().live` is false when nothing was read or handled for so long. Default 300,000. */
  readonly liveWithinMs?: number;
  /** Aborting it stops the reader, as `stop()` does. */
  readonly signal?: AbortSignal;
  /** Is told what the reader had to get over and why it ended. Default: silent. */
  readonly logger?: Logger;
  /** Time; a seam for tests. */
  readonly clock?: Clock;
  /** Random numbers from 0 to 1 for waits; a seam for tests. */
  readonly random?: () => number;
}

/** Options of a durable reader, without its source. */
export type FeedOptions<Event> = FeedSettings<Event> & FeedHandling<Event> & FeedCursor;
