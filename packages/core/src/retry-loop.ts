import pRetry from 'p-retry';
import { AttemptFailed } from './attempt.ts';
import { type Call, nameOf } from './call.ts';
import { sleep } from './clock.ts';
import { isHttpError } from './errors/guards.ts';
import { delayBefore, retryable } from './retry.ts';

/** Runs attempts until one arrives, or the last one that may be made has failed. */
export async function withRetry<T>(call: Call, attempt: (waitedMs: number) => Promise<T>): Promise<T> {
  let waitedMs = 0;
  let again = false;
  try {
    return await pRetry(() => attempt(waitedMs), {
      retries: call.retry.retries,
      // p-retry decides how often, we decide how long: it has no way to honour Retry-After.
      minTimeout: 0,
      shouldRetry: () => again,
      async onFailedAttempt({ error, retriesLeft, retriesConsumed }) {
        const delayMs =
          error instanceof AttemptFailed ? plan(call, error, retriesLeft, retriesConsumed + 1) : undefined;
        again = delayMs !== undefined;
        if (delayMs === undefined) return;
        waitedMs = Math.round(delayMs);
        call.scope.endAttempt();
        call.scope.startAttempt(Number.POSITIVE_INFINITY);
        await sleep(call.runtime.clock, delayMs, call.scope.signal);
      },
    });
  } catch (error) {
    throw error instanceof AttemptFailed ? error.error : error;
  }
}

/** How long to wait before the next attempt; undefined when there is none. */
function plan(call: Call, failed: AttemptFailed, retriesLeft: number, retry: number): number | undefined {
  const { runtime, operation, scope } = call;
  if (retriesLeft <= 0 || !retryable(failed.error, operation.safety, failed.facts)) return undefined;
  const asked = isHttpError(failed.error) ? failed.error.retryAfterMs : undefined;
  const delayMs = Math.max(delayBefore(retry, call.retry, runtime.random, asked), failed.facts.floorMs ?? 0);
  const fields = {
    vendor: runtime.profile.vendor,
    operation: operation.id,
    callId: call.id,
    delayMs: Math.round(delayMs),
  };
  // Waiting past the deadline would only replace a telling error by a timeout.
  if (delayMs >= scope.remainingMs) {
    runtime.logger.warn(fields, `${nameOf(call)}: no retry, the deadline would pass first`);
    return undefined;
  }
  if (!runtime.budget.take()) {
    runtime.logger.warn(
      fields,
      `${nameOf(call)}: no retry, too many calls are failing (retry budget used up)`,
    );
    return undefined;
  }
  const last = call.attempts.at(-1);
  runtime.logger.warn(
    { ...fields, status: last?.status, reason: last?.reason },
    `${nameOf(call)}: attempt failed, retrying`,
  );
  return delayMs;
}
