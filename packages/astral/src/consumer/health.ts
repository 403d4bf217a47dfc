import type { ConsumerState } from './consumer-state.ts';

/** How a consumer is doing. Times are epoch milliseconds by the consumer's clock; undefined until there was one. */
export interface ConsumerHealth {
  readonly state: ConsumerState;
  /** Whether a poll or a sweep was completed within `liveWithinMs`; while paused, whether one ever was. False before and after the run. */
  readonly live: boolean;
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
