import { isConnectionError, isHttpError, isTimeoutError } from '../errors/guards.ts';
import { cannotHeal } from '../transport/failure-codes.ts';
import type { FailureFacts } from '../operation/profile.ts';
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
