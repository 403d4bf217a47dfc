import { isConnectionError, isHttpError, isTimeoutError } from '../errors/guards.ts';
import { cannotHeal } from '../transport/failure-of.ts';
import type { ResponseHeaders } from '../errors/http/http-error.ts';
import type { Safety } from '../operation/operation.ts';

/** When and how often a failed call is sent again; see `Safety` for what may be. */
export interface RetryOptions {
  /** Attempts after the first. Default 2. */
  readonly retries: number;
  /** Upper bound of the first wait, doubled each time. Default 250. */
  readonly minDelayMs: number;
  /** Upper bound of any wait that the client chooses. Default 8,000. */
  readonly maxDelayMs: number;
  /** The most that a vendor's `Retry-After` is obeyed. Default 60,000. */
  readonly maxRetryAfterMs: number;
}

export const DEFAULT_RETRY: RetryOptions = {
  retries: 2,
  minDelayMs: 250,
  maxDelayMs: 8_000,
  maxRetryAfterMs: 60_000,
};

const TRANSIENT_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What the transport or the vendor said about a failure beside its error. */
export interface FailureFacts {
  /** The request cannot have arrived. */
  readonly neverSent?: boolean;
  /** The vendor did not start to act. */
  readonly notStarted?: boolean;
  /** The vendor calls it temporary. */
  readonly transient?: boolean;
  /** Least wait before the next attempt, in milliseconds; the back-off comes on top. */
  readonly floorMs?: number | undefined;
}

/** Whether sending again can help and cannot harm. */
export function retryable(error: unknown, safety: Safety, facts: FailureFacts): boolean {
  if (isConnectionError(error) && cannotHeal(error.reason)) return false;
  if (facts.neverSent === true || facts.notStarted === true) return true;
  if (safety === 'unsafe') return false;
  if (isHttpError(error)) return facts.transient === true || TRANSIENT_STATUSES.has(error.httpStatus);
  if (isTimeoutError(error)) return error.phase !== 'deadline';
  return isConnectionError(error);
}

/**
 * Full jitter: anything between nothing and a bound that doubles. It comes on top of the wait that the vendor asked for: callers who were
 * refused together must not come back together.
 */
export function delayBefore(
  retry: number,
  options: RetryOptions,
  random: () => number,
  retryAfterMs = 0,
): number {
  const bound = Math.min(options.maxDelayMs, options.minDelayMs * 2 ** (retry - 1));
  return Math.min(retryAfterMs, options.maxRetryAfterMs) + random() * bound;
}

/**
 * Milliseconds of a `Retry-After` header, given in seconds or as a date; undefined when there is none to be read. A date is the server's, so
 * it counts from the `Date` of the same answer: the server's clock need not agree with ours, which is `now`.
 */
export function retryAfterMs(headers: ResponseHeaders, now: number): number | undefined {
  const header = headers['retry-after'];
  if (header === undefined) return undefined;
  const text = header.trim();
  if (/^\d{1,10}(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  if (Number.isNaN(date) || !/[a-z]/i.test(text)) return undefined;
  const answeredAt = Date.parse(headers['date'] ?? '');
  return Math.max(0, Math.ceil(date - (Number.isNaN(answeredAt) ? now : answeredAt)));
}

/**
 * Keeps an outage from multiplying traffic: each retry takes a token, each call that succeeds gives part of one back. One per pool
 * of clients. When it is empty, calls fail with the error they have.
 */
export class RetryBudget {
  static readonly capacity = 100;
  static readonly refund = 0.2;
  #tokens = RetryBudget.capacity;

  /** Takes a token; false when there is none. */
  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** A call succeeded. */
  succeeded(): void {
    this.#tokens = Math.min(RetryBudget.capacity, this.#tokens + RetryBudget.refund);
  }
}
