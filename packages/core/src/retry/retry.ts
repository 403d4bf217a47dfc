import { isConnectionError, isHttpError, isTimeoutError } from '../errors/guards.ts';
import { cannotHeal } from '../transport/failure-codes.ts';
import type { FailureFacts } from '../operation/profile.ts';
import type { ResponseHeaders } from '../errors/http/http-error.ts';
import type { RetryOptions } from '../runtime/retry-options.ts';
import type { Safety } from '../operation/operation.ts';

const TRANSIENT_STATUSES = new Set([408, 425, 429, 500, 502, 503, 504]);

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
