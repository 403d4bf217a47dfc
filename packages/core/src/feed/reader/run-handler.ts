import { textOf } from '../error-text.ts';
import type { FeedConfig } from '../feed-config.ts';
import { FeedParkError } from '../feed-errors.ts';
import { jittered, waitFor } from '../waits.ts';
import type { PagePart } from './page-part.ts';

/** The two ways in which a reader ends: `halt` begins nothing new, `cut` tells running handlers to give up. */
export interface FeedSignals {
  readonly halt: AbortSignal;
  readonly cut: AbortSignal;
}

/** What became of it. `stopped`: it was given up because the reader stops, and will come again. */
export type Outcome = 'handled' | 'parked' | 'stopped';

/**
 * Calls the handler once. Where that fails, by an error thrown or a promise rejected, {@link handleAgain} goes on; nearly every event ends here,
 * at the cost of no promise but the handler's own.
 */
export function handleOnce<Event>(
  config: FeedConfig<Event>,
  signals: FeedSignals,
  work: PagePart<Event>,
  attempt = 1,
): unknown {
  return work.handOver(config, { signal: signals.cut, cursor: work.cursor, attempt });
}

/**
 * After the first failure of a handler: runs it again, and parks what it keeps failing on. Rejects with the handler's error when nothing parks
 * it, with FeedParkError when that fails too.
 */
export async function handleAgain<Event>(
  config: FeedConfig<Event>,
  signals: FeedSignals,
  work: PagePart<Event>,
  failure: unknown,
): Promise<Outcome> {
  const { cursor } = work;
  const handled = await tries(config, signals, { what: 'The handler', cursor }, (attempt) => {
    if (attempt === 1) throw failure;
    return handleOnce(config, signals, work, attempt);
  });
  if (handled === 'done') return 'handled';
  return handled === 'stopped' ? 'stopped' : park(config, signals, work, handled);
}

async function park<Event>(
  config: FeedConfig<Event>,
  signals: FeedSignals,
  { events, cursor }: PagePart<Event>,
  { error, attempts }: Failed,
): Promise<Outcome> {
  const { park: put } = config;
  if (put === undefined) throw error;
  const action = { what: 'park', cursor, handlerError: textOf(error) };
  const ctx = { signal: signals.cut, cursor, attempt: attempts };
  for (const event of events) {
    const parked = await tries(config, signals, action, () => put(event, error, ctx));
    if (parked === 'stopped') return 'stopped';
    if (parked !== 'done')
      throw new FeedParkError(config, config.idOf(event), { error, attempts }, { cause: parked.error });
  }
  return 'parked';
}

/** An action that kept failing, and how often it ran. */
interface Failed {
  readonly error: unknown;
  readonly attempts: number;
}

/** Runs an action until it succeeds, the reader stops, or its retries are used up. What names it and comes with it is for the log. */
async function tries<Event>(
  { handlerRetry, clock, random, logger, key, title }: FeedConfig<Event>,
  { halt }: FeedSignals,
  {
    what,
    cursor,
    ...known
  }: { readonly what: string; readonly cursor: string; readonly handlerError?: string },
  action: (attempt: number) => unknown,
): Promise<'done' | 'stopped' | Failed> {
  const { retries, minDelayMs, maxDelayMs } = handlerRetry;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await action(attempt);
      return 'done';
    } catch (error) {
      if (halt.aborted) return 'stopped';
      logger.warn(
        { key, cursor, attempt, err: error, ...known },
        `${what} of the ${title} reader failed at '${cursor}'`,
      );
      if (attempt > retries) return { error, attempts: attempt };
      // From half of the bound to all of it: quick enough for a test, spread enough for a database that just came back.
      const bound = Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1));
      const ms = jittered({ min: bound / 2, max: bound }, 0, random);
      if (!(await waitFor(clock, ms, halt))) return 'stopped';
    }
  }
}
