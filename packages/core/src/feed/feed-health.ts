/** Where a reader stands. */
export type FeedState =
  | 'created'
  | 'loading'
  | 'reading'
  | 'idle'
  | 'backoff'
  | 'draining'
  | 'stopped'
  | 'failed';

/** What a reader counts; times are as its clock gives them, in epoch milliseconds and fractions of them. */
export interface Stats {
  state: FeedState;
  startedAt: number | undefined;
  lastPageAt: number | undefined;
  lastEventAt: number | undefined;
  inFlight: number;
  handled: number;
  parked: number;
  duplicates: number;
  anomalies: number;
  consecutiveFailures: number;
  lastError: unknown;
}

export function newStats(): Stats {
  return {
    state: 'created',
    startedAt: undefined,
    lastPageAt: undefined,
    lastEventAt: undefined,
    inFlight: 0,
    handled: 0,
    parked: 0,
    duplicates: 0,
    anomalies: 0,
    consecutiveFailures: 0,
    lastError: undefined,
  };
}

/** What {@link Feed.health} tells. Times are whole epoch milliseconds, undefined for "never". */
export interface FeedHealth {
  /** What the reader is doing. */
  readonly state: FeedState;
  /** Runs, and has read a page or handled an event within `liveWithinMs`. */
  readonly live: boolean;
  /** Everything up to here was handled. */
  readonly cursor: string | undefined;
  /** When a page was last read and handled to its end. */
  readonly lastPageAt: number | undefined;
  /** When an event was last handled or parked. */
  readonly lastEventAt: number | undefined;
  /** Events whose handlers run. */
  readonly inFlight: number;
  /** Events that were handled and are not covered by a saved cursor. */
  readonly unsaved: number;
  /** Events that were handled since the reader was made. */
  readonly handled: number;
  /** Events that `park` took since the reader was made. */
  readonly parked: number;
  /** Repeated events that were dropped. */
  readonly duplicates: number;
  /** Pages that led nowhere. */
  readonly anomalies: number;
  /** Requests that failed, and pages that led nowhere, since the last page. */
  readonly consecutiveFailures: number;
  /** What went wrong last, as text. */
  readonly lastError: string | undefined;
}

/** Whether something has moved within `withinMs`. */
export function isLive({ state, ...stats }: Stats, now: number, withinMs: number): boolean {
  if (state === 'created' || state === 'stopped' || state === 'failed') return false;
  const last = Math.max(stats.startedAt ?? 0, stats.lastPageAt ?? 0, stats.lastEventAt ?? 0);
  return now - last <= withinMs;
}

/** A time as `Date.now()` would give it. */
export function wholeMs(time: number | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(time);
}
