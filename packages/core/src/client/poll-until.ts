import * as z from 'zod/mini';
import { AbortedError } from '../errors/aborted-error.ts';
import { isAbortedError } from '../errors/guards.ts';
import { RequestValidationError } from '../errors/request-validation-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import type { CallOptions } from '../runtime/options.ts';
import { sleep } from '../time/clock.ts';
import type { Caller } from './client.ts';
import { callable } from '../schema/option-schemas.ts';
import { issuesIn } from '../schema/plain-issues.ts';

/** How to wait for something that the vendor does later. The other options go to each request. */
export interface WaitOptions<Seen> extends CallOptions {
  /** For the whole wait, in milliseconds; `Infinity` waits for ever. Default: the method's. */
  readonly timeoutMs?: number;
  /** Pause before the second request, in milliseconds; each further one is twice as long. Default: the method's. */
  readonly intervalMs?: number;
  /** The longest pause, in milliseconds. Default: the method's. */
  readonly maxIntervalMs?: number;
  /** Called after each request that brought something, the last one included. What it throws ends the wait. Default: nobody is told. */
  readonly onProgress?: (seen: Seen) => void;
}

/** What is waited for. */
export interface Awaited<Answer, Seen> {
  /** Id of the method that waits, such as `messages.wait`. */
  readonly operation: string;
  /** What it waits for, as messages name it, such as `the package 0123…`. */
  readonly what: string;
  /** How messages say that it did not come in time, such as `was not processed`. */
  readonly late: string;
  /** Where options are absent: `timeoutMs`, `intervalMs` and `maxIntervalMs`, in milliseconds. */
  readonly defaults: {
    readonly timeoutMs: number;
    readonly intervalMs: number;
    readonly maxIntervalMs: number;
  };
  /** Asks once. */
  ask(options: CallOptions): PromiseLike<Answer>;
  /** What an answer has to report; undefined for nothing yet. */
  seen(answer: Answer): Seen | undefined;
  /** Whether it is the end. What it throws ends the wait. */
  done(seen: Seen): boolean;
  /** How messages say what is known. */
  known(last: Answer | undefined): string;
}

const limits = z.lazy(() => {
  const positive = z.optional(
    z.custom<number>((value) => typeof value === 'number' && value > 0, 'must be more than 0'),
  );
  return z.object({
    timeoutMs: positive,
    intervalMs: positive,
    maxIntervalMs: positive,
    onProgress: z.optional(callable),
  });
});

/** The reason of an abort by the wait's own clock. */
const EXPIRED = Symbol('expired');

/**
 * Asks again and again, with growing pauses, until something is done. The request's own retries apply to each request.
 *
 * @throws TimeoutError, phase `deadline`, when it is not done within `timeoutMs`; waiting again is safe.
 * @throws AbortedError when `signal` aborts.
 * @throws RequestValidationError for options that cannot work.
 */
export async function pollUntil<Answer, Seen>(
  { runtime: { clock, profile } }: Caller,
  awaited: Awaited<Answer, Seen>,
  { timeoutMs, intervalMs, maxIntervalMs, onProgress, ...options }: WaitOptions<Seen>,
): Promise<Seen> {
  const { operation, what, late, defaults } = awaited;
  const context = { vendor: profile.vendor, operation };
  const name = `${profile.title} ${operation}`;
  const issues = issuesIn(limits, { timeoutMs, intervalMs, maxIntervalMs, onProgress });
  if (issues.length > 0) {
    const text = issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
    throw new RequestValidationError(`${name} did not begin: ${text}.`, issues, context);
  }
  const endMs = timeoutMs ?? defaults.timeoutMs;
  const longestMs = maxIntervalMs ?? defaults.maxIntervalMs;
  const { signal: caller } = options;
  const end = new AbortController();
  const onAbort = (): void => end.abort(caller?.reason);
  if (caller?.aborted === true) onAbort();
  else caller?.addEventListener('abort', onAbort);
  const cancel = Number.isFinite(endMs) ? clock.schedule(endMs, () => end.abort(EXPIRED)) : undefined;
  let last: Answer | undefined;
  let pauseMs = intervalMs ?? defaults.intervalMs;
  try {
    for (;;) {
      last = await awaited.ask({ ...options, signal: end.signal });
      const seen = awaited.seen(last);
      if (seen !== undefined) {
        onProgress?.(seen);
        if (awaited.done(seen)) return seen;
      }
      await sleep(clock, Math.min(pauseMs, longestMs), end.signal);
      pauseMs *= 2;
    }
  } catch (error) {
    if (!end.signal.aborted || !(error === end.signal.reason || isAbortedError(error))) throw error;
    if (end.signal.reason === EXPIRED)
      throw new TimeoutError(
        `${name} timed out: ${what} ${late} within ${endMs} ms; ${awaited.known(last)}.`,
        'deadline',
        { ...context, hint: 'Waiting again is safe.' },
      );
    throw new AbortedError(`${name} for ${what} was aborted by the caller's signal.`, {
      ...context,
      cause: end.signal.reason,
    });
  } finally {
    cancel?.();
    caller?.removeEventListener('abort', onAbort);
  }
}
