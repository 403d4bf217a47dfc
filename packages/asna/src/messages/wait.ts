import {
  AbortedError,
  type CallOptions,
  isAbortedError,
  RequestValidationError,
  TimeoutError,
} from '@partner-apis/core';
import { type Caller, sleep } from '@partner-apis/core/vendor';
import { z } from 'zod';
import { MessageFailedError } from './message-failed-error.ts';
import { getMessageStatus } from './message-operations.ts';
import type { MessageStatus } from './message-state.ts';

/** How to wait for a package. The other options go to each status request. */
export interface WaitOptions extends CallOptions {
  /** For the whole wait, in milliseconds. Default 600,000; `Infinity` waits for ever. */
  readonly timeoutMs?: number;
  /** Pause before the second request, in milliseconds; each further one is twice as long. Default 1,000. */
  readonly intervalMs?: number;
  /** The longest pause, in milliseconds. Default 15,000. */
  readonly maxIntervalMs?: number;
  /** Called after each request that brought a status, the last one included. What it throws ends the wait. */
  readonly onProgress?: (status: MessageStatus) => void;
}

const positive = z.custom<number>((value) => typeof value === 'number' && value > 0, 'must be more than 0');
const limits = z.object({
  timeoutMs: positive.default(600_000),
  intervalMs: positive.default(1_000),
  maxIntervalMs: positive.default(15_000),
  onProgress: z
    .custom<(status: MessageStatus) => void>((value) => typeof value === 'function', 'must be a function')
    .optional(),
});

const CONTEXT = { vendor: 'asna', operation: 'messages.wait' };

/** The reason of an abort by the wait's own clock. */
const EXPIRED = Symbol('expired');

/** Asks for the status until it is final. The status request's own retries apply to each request. */
export async function waitForMessage(
  client: Caller,
  messageId: string,
  { timeoutMs, intervalMs, maxIntervalMs, onProgress, ...options }: WaitOptions,
): Promise<MessageStatus> {
  const checked = check({ timeoutMs, intervalMs, maxIntervalMs, onProgress });
  const { clock } = client.runtime;
  const { signal: caller } = options;
  const end = new AbortController();
  const onAbort = (): void => end.abort(caller?.reason);
  if (caller?.aborted === true) onAbort();
  else caller?.addEventListener('abort', onAbort);
  const cancel = Number.isFinite(checked.timeoutMs)
    ? clock.schedule(checked.timeoutMs, () => end.abort(EXPIRED))
    : undefined;
  let last: MessageStatus | null = null;
  let pauseMs = checked.intervalMs;
  const reported = new Set<number>();
  try {
    for (;;) {
      last = await client.call(
        getMessageStatus,
        { params: { messageId } },
        { ...options, signal: end.signal },
      );
      if (last !== null) {
        if (last.state === 'unknown' && !reported.has(last.statusId)) reportUnknownCode(client, last);
        reported.add(last.statusId);
        checked.onProgress?.(last);
        if (last.state === 'processed') return last;
        if (last.state === 'error') throw new MessageFailedError(last);
      }
      await sleep(clock, Math.min(pauseMs, checked.maxIntervalMs), end.signal);
      pauseMs *= 2;
    }
  } catch (error) {
    if (!end.signal.aborted || !(error === end.signal.reason || isAbortedError(error))) throw error;
    throw end.signal.reason === EXPIRED
      ? expired(messageId, checked.timeoutMs, last)
      : aborted(messageId, end.signal.reason);
  } finally {
    cancel?.();
    caller?.removeEventListener('abort', onAbort);
  }
}

/** A code that is not in the manual counts as pending, and somebody should know. */
export function reportUnknownCode({ runtime }: Caller, status: MessageStatus | null): void {
  if (status?.state !== 'unknown') return;
  runtime.logger.warn(
    {
      vendor: 'asna',
      operation: getMessageStatus.id,
      messageId: status.messageId,
      statusId: status.statusId,
    },
    `ASNA messages.getStatus got the status code ${status.statusId}, which the manual does not have; it counts as pending`,
  );
}

function check(options: z.input<typeof limits>): z.output<typeof limits> {
  const checked = limits.safeParse(options);
  if (checked.success) return checked.data;
  const issues = checked.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
  const text = issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ');
  throw new RequestValidationError(`ASNA messages.wait did not begin: ${text}.`, issues, CONTEXT);
}

function expired(messageId: string, timeoutMs: number, last: MessageStatus | null): TimeoutError {
  const known =
    last === null ? 'ASNA knows nothing about it' : `its last status was ${last.statusId} (${last.state})`;
  return new TimeoutError(
    `ASNA messages.wait timed out: the package ${messageId} was not processed within ${timeoutMs} ms; ${known}.`,
    'deadline',
    { ...CONTEXT, hint: 'Waiting again is safe.' },
  );
}

function aborted(messageId: string, cause: unknown): AbortedError {
  return new AbortedError(
    `ASNA messages.wait for the package ${messageId} was aborted by the caller's signal.`,
    {
      ...CONTEXT,
      cause,
    },
  );
}
