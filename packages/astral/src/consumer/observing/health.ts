import { wholeMs } from '@partner-apis/core/vendor';
import type { ConsumerState } from '../consumer-state.ts';
import type { Poller } from '../asking/poller.ts';
import type { Slots } from '../handling/slots.ts';

/** How a consumer is doing. Times are whole epoch milliseconds by the consumer's clock; undefined until there was one. */
export interface ConsumerHealth {
  /** What the consumer is doing. */
  readonly state: ConsumerState;
  /**
   * Whether a poll or a sweep was completed within `liveWithinMs`; while paused, whether one ever was. False before the run, and from the
   * stop on.
   */
  readonly live: boolean;
  /** When a poll or sweep last began. */
  readonly lastPollStartedAt: number | undefined;
  /** The last poll or sweep that was answered. A poll that only began proves nothing. */
  readonly lastPollCompletedAt: number | undefined;
  /** When an event was last taken on. */
  readonly lastEventAt: number | undefined;
  /** Seconds for which polls are held now. */
  readonly timeout: number;
  /** Handlers at work. */
  readonly inFlight: number;
  /** Events taken on that wait for a slot. */
  readonly buffered: number;
  /** Events handled whose confirmation is not through. */
  readonly unconfirmed: number;
  /** Events set aside: they failed too often without a dead letter, or nobody here handles them. */
  readonly quarantined: number;
  /** Polls that failed since the last completed one. */
  readonly consecutiveFailures: number;
}

/** Of a consumer that has not begun to work. */
export const NOTHING_YET: Omit<ConsumerHealth, 'state' | 'timeout'> = {
  live: false,
  lastPollStartedAt: undefined,
  lastPollCompletedAt: undefined,
  lastEventAt: undefined,
  inFlight: 0,
  buffered: 0,
  unconfirmed: 0,
  quarantined: 0,
  consecutiveFailures: 0,
};

/** Puts together what the parts of an engine know. */
export function healthOf(parts: {
  readonly state: ConsumerState;
  readonly now: number;
  readonly liveWithinMs: number;
  readonly resumedAt: number;
  readonly lastEventAt: number | undefined;
  readonly timeout: number;
  readonly unconfirmed: number;
  readonly poller: Poller;
  readonly slots: Slots;
}): ConsumerHealth {
  const { state, now, liveWithinMs, resumedAt, lastEventAt, timeout, unconfirmed, poller, slots } = parts;
  const { completedAt } = poller;
  // A pause is no sign of trouble, and after it the first poll needs its time.
  const fresh = now - Math.max(completedAt ?? 0, resumedAt) <= liveWithinMs;
  return {
    state,
    live: completedAt !== undefined && (state === 'paused' || (state === 'running' && fresh)),
    lastPollStartedAt: wholeMs(poller.startedAt),
    lastPollCompletedAt: wholeMs(completedAt),
    lastEventAt: wholeMs(lastEventAt),
    timeout,
    inFlight: slots.running,
    buffered: slots.buffered,
    unconfirmed,
    quarantined: slots.quarantine.size,
    consecutiveFailures: poller.failures,
  };
}
