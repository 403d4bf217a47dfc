import { textOf } from './error-text.ts';
import type { FeedConfig } from './feed-config.ts';
import type { FeedContext } from './feed-options.ts';
import { jittered, waited } from './waits.ts';

/** The two ways in which a reader ends: `halt` begins nothing new, `cut` tells running handlers to give up. */
export interface FeedSignals {
  readonly halt: AbortSignal;
  readonly cut: AbortSignal;
}

/** What is handled at once: one event, or those of a page. */
export interface Work<Event> {
  readonly events: readonly Event[];
  readonly cursor: string;
}

/** What became of it. `stopped`: it was given up because the reader stops, and will come again. */
export type Outcome = 'handled' | 'parked' | 'stopped';

/** Runs the handler, again when it fails, and parks what it keeps failing on. Rejects with the handler's error when nothing parks it. */
export async function handle<Event>(
  config: FeedConfig<Event>,
  signals: FeedSignals,
  work: Work<Event>,
): Promise<Outcome> {
  const { handler, pageHandler, park } = config;
  const handled = await tries(config, signals, work, async (ctx) => {
    if (pageHandler !== undefined) await pageHandler(work.events, ctx);
    else for (const event of work.events) await handler?.(event, ctx);
  });
  if (handled === 'done') return 'handled';
  if (handled === 'stopped') return 'stopped';
  const { error } = handled;
  if (park === undefined) throw error;
  const parked = await tries(config, signals, work, async (ctx) => {
    for (const event of work.events) await park(event, error, ctx);
  });
  if (parked === 'done') return 'parked';
  if (parked === 'stopped') return 'stopped';
  throw parked.error;
}

type Tried = 'done' | 'stopped' | { readonly error: unknown };

async function tries<Event>(
  { handlerRetry, clock, random, logger, key, title }: FeedConfig<Event>,
  { halt, cut }: FeedSignals,
  { cursor }: Work<Event>,
  action: (ctx: FeedContext) => Promise<void>,
): Promise<Tried> {
  const { retries, minDelayMs, maxDelayMs } = handlerRetry;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await action({ signal: cut, cursor, attempt });
      return 'done';
    } catch (error) {
      if (halt.aborted) return 'stopped';
      logger.warn(
        { key, cursor, attempt, error: textOf(error) },
        `The handler of the ${title} reader failed at '${cursor}'`,
      );
      if (attempt > retries) return { error };
      // From half of the bound to all of it: quick enough for a test, spread enough for a database that just came back.
      const bound = Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1));
      const ms = jittered({ min: bound / 2, max: bound }, 0, random);
      if (!(await waited(clock, ms, halt))) return 'stopped';
    }
  }
}
