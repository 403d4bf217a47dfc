import { isConfigurationError, isCursorConflictError, TimeoutError } from '@partner-apis/core';
import type { ForwardItem } from '../item/item.ts';
import { isTaken, type Outcome, type PutContext } from '../item/sink.ts';
import type { Observer } from './observer.ts';
import type { Settings } from './options.ts';

/** What a put came to. */
export interface PutResult {
  readonly outcomes: readonly Outcome[];
  /** Why it failed as a whole, or the first reason of a `retry`. */
  readonly error?: unknown;
  /** Trying again cannot help. */
  readonly fatal?: boolean;
}

/** Puts a batch into the engine once: within its time, and with an outcome for each item whatever the sink does. Never rejects. */
export async function putOnce(
  { sink, source, clock, putTimeoutMs }: Settings,
  observer: Observer,
  items: readonly ForwardItem[],
  { cancelled, cursor }: { readonly cancelled: AbortSignal; readonly cursor: PutContext['cursor'] },
): Promise<PutResult> {
  const controller = new AbortController();
  const engine = sink.title ?? 'engine';
  const given = Promise.withResolvers<never>();
  const giveUp = (reason: unknown): void => {
    controller.abort(reason);
    given.reject(reason);
  };
  const onCancel = (): void => giveUp(cancelled.reason);
  const late = `The ${engine} did not answer within ${putTimeoutMs} ms (putTimeoutMs). What it has taken all the same is a duplicate next time.`;
  const cancelTimer = Number.isFinite(putTimeoutMs)
    ? clock.schedule(putTimeoutMs, () => giveUp(new TimeoutError(late, 'deadline')))
    : () => undefined;
  cancelled.addEventListener('abort', onCancel);
  const startedAt = clock.now();
  const info = { source: source.name, engine, ids: items.map(({ id }) => id) };
  let result: PutResult;
  try {
    if (cancelled.aborted) throw cancelled.reason;
    const put = observer.around(info, async (headers) =>
      sink.put(items, { signal: controller.signal, headers, ...(cursor !== undefined && { cursor }) }),
    );
    result = checked(await Promise.race([put, given.promise]), items, engine);
  } catch (error) {
    result = { outcomes: items.map(() => 'retry'), error, fatal: isHopeless(error) };
  } finally {
    cancelTimer();
    cancelled.removeEventListener('abort', onCancel);
  }
  const count = (test: (outcome: Outcome) => boolean): number => result.outcomes.filter(test).length;
  observer.tell('put', {
    source: source.name,
    items: items.length,
    stored: count((outcome) => outcome === 'stored'),
    duplicates: count((outcome) => outcome === 'duplicate'),
    rejected: count((outcome) => outcome !== 'retry' && !isTaken(outcome)),
    retried: count((outcome) => outcome === 'retry'),
    durationMs: clock.now() - startedAt,
    ...(result.error !== undefined && { error: result.error }),
  });
  return result;
}

/** A sink that answers with something else than outcomes has not said that anything is stored. */
function checked(outcomes: unknown, items: readonly ForwardItem[], engine: string): PutResult {
  const right =
    Array.isArray(outcomes) &&
    outcomes.length === items.length &&
    outcomes.every((outcome) => isOutcome(outcome));
  if (right) return { outcomes };
  const error = new TypeError(
    `put() of the ${engine} sink must resolve to one outcome for each of its ${items.length} items: 'stored', 'duplicate', 'retry' or { reject }.`,
  );
  return { outcomes: items.map(() => 'retry'), error };
}

function isOutcome(value: unknown): value is Outcome {
  if (value === 'stored' || value === 'duplicate' || value === 'retry') return true;
  return typeof value === 'object' && value !== null && 'reject' in value && typeof value.reject === 'string';
}

/** A second reader of the same feed, or a sink that is set up wrongly. */
function isHopeless(error: unknown): boolean {
  return isCursorConflictError(error) || isConfigurationError(error);
}
