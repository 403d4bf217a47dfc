import type { ConsumedEvent } from './handler.ts';

/** One event in pull style. Each delivery takes a slot until it is confirmed or given back. */
export interface Delivery {
  /** The event. */
  readonly event: ConsumedEvent;
  /** Number of this delivery of this event id to consumers that share the attempt store; 1 for the first. */
  readonly attempt: number;
  /** Aborts at `handlerTimeoutMs`, and at shutdown when `drainMs` has passed. Leaving the loop gives the event back without that. */
  readonly signal: AbortSignal;
  /**
   * The event is handled. Resolves when the platform has confirmed it. Rejects with the platform's error where it refuses, and with a
   * PartnerApiError: `CONSUMER_STOPPED` where everything stopped before its answer came, `DELIVERY_SETTLED` where the event had been given
   * back, by you or by the end of the loop.
   */
  confirm(): Promise<void>;
  /** Not now: the event stays unconfirmed and comes back through the sweep. */
  release(reason?: string): void;
  /** Never: the event goes to `deadLetter`, then is confirmed; released where there is none. */
  deadLetter(reason?: string): void;
}
