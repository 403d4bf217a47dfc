import { AttemptFailed } from '../call/attempt-failed.ts';
import { type Call, titleOf } from '../call/call.ts';
import { sleep } from '../time/clock.ts';
import { isHttpError } from '../errors/guards.ts';
import { delayBefore, retryable } from './retry.ts';

/** Runs attempts until one arrives, or the last one that may be made has failed. */
export async function withRetry<T>(call: Call, attempt: (waitedMs: number) => Promise<T>): Promise<T> {
  let waitedMs = 0;
  for (let retry = 1; ; retry += 1) {
    try {
      return await attempt(waitedMs);
    } catch (error) {
      const delayMs = plan(call, error, retry);
      if (delayMs === undefined) throw unwrapped(error);
      await wait(call, delayMs);
      waitedMs = Math.round(delayMs);
    }
  }
}

function unwrapped(error: unknown): unknown {
  return error instanceof AttemptFailed ? error.error : error;
}

/** The wait has no clock of its own but the deadline. */
function wait(call: Call, delayMs: number): Promise<void> {
  call.scope.endAttempt();
  return sleep(call.runtime.clock, delayMs, call.scope.signal);
}

/** How long to wait before retry number `retry`; undefined when there is none. */
function plan(call: Call, failed: unknown, retry: number): number | undefined {
  const { runtime, operation, scope } = call;
  if (!(failed instanceof AttemptFailed) || retry > call.retry.retries) return undefined;
  if (!retryable(failed.error, operation.safety, failed.facts)) return undefined;
  const asked = isHttpError(failed.error) ? failed.error.retryAfterMs : undefined;
  // Jitter on top of the floor: what was refused together must not come back together.
  const floorMs = asked === undefined ? (failed.facts.floorMs ?? 0) : 0;
  const delayMs = floorMs + delayBefore(retry, call.retry, runtime.random, asked);
  const last = call.attempts.at(-1);
  const fields = {
    vendor: runtime.profile.vendor,
    operation: operation.id,
    callId: call.id,
    status: last?.status,
    reason: last?.reason,
    delayMs: Math.round(delayMs),
  };
  // Waiting past the deadline would only replace a telling error by a timeout.
  if (delayMs >= scope.remainingMs) {
    runtime.logger.warn(fields, `${titleOf(call)}: no retry, the deadline would pass first`);
    return undefined;
  }
  if (!runtime.budget.take()) {
    runtime.logger.warn(
      fields,
      `${titleOf(call)}: no retry, too many calls are failing (retry budget used up)`,
    );
    return undefined;
  }
  runtime.logger.warn(fields, `${titleOf(call)}: attempt failed, retrying`);
  return delayMs;
}
