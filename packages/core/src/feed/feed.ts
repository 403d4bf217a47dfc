import { textOf } from './error-text.ts';
import { type FeedConfig, feedConfig } from './feed-config.ts';
import { type FeedHealth, isLive, newStats, wholeMs } from './feed-health.ts';
import type { FeedOptions, FeedSource, FeedStopOptions, FeedStopped } from './feed-options.ts';
import type { FeedRun } from './reader/feed-run.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';

/** What reads, as `@partner-apis/core/feed` exports it. */
export interface FeedReading {
  /** One run of a reader. */
  readonly FeedRun: typeof FeedRun;
}

/**
 * A reader that follows an event feed and remembers how far it has come: `run()`, `stop()`, `health()`. Every event is handled at least
 * once, in the order of the feed; the cursor is saved only after everything before it was handled.
 *
 * `created → loading → reading ⇄ idle ⇄ backoff → draining → stopped | failed`
 */
export class Feed<Event> {
  readonly #config: FeedConfig<Event>;
  readonly #reading: () => Promise<FeedReading>;
  readonly #stats = newStats();
  /** Resolves when the reader is stopped before its code is there. */
  readonly #early = Promise.withResolvers<FeedStopped>();
  readonly #onSignal = (): void => void this.stop();
  /** Made by the run, since its code is loaded for it. */
  #work: FeedRun<Event> | undefined;
  #running: Promise<void> | undefined;

  /** @internal */
  constructor(config: FeedConfig<Event>, reading: () => Promise<FeedReading>) {
    this.#config = config;
    this.#reading = reading;
  }

  /**
   * Reads until the reader is stopped, and resolves then. Rejects with what cannot be helped by waiting: a refused credential, a handler's
   * error that nothing parks, an event that cannot be parked, a cursor that cannot be loaded or saved, a cursor that something else
   * changed, a gap, code of the reader that can no longer be loaded when it begins. Calling it again gives the same promise.
   */
  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /**
   * Takes no more events, waits for running handlers, saves the cursor. Never rejects, and always settles, also when handlers, store or
   * lock hang. Calling it again gives the same promise.
   */
  stop(options: FeedStopOptions = {}): Promise<FeedStopped> {
    return this.#work?.stop(options) ?? this.#stopEarly();
  }

  /** {@link stop}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** How the reader is doing; for a health endpoint. */
  health(): FeedHealth {
    const { clock, liveWithinMs } = this.#config;
    const { startedAt: _, lastError, state, ...stats } = this.#stats;
    return {
      state,
      live: isLive(this.#stats, clock.now(), liveWithinMs),
      cursor: this.#work?.cursor,
      ...stats,
      lastPageAt: wholeMs(stats.lastPageAt),
      lastEventAt: wholeMs(stats.lastEventAt),
      unsaved: this.#work?.unsaved.length ?? 0,
      lastError: lastError === undefined ? undefined : textOf(lastError),
    };
  }

  async #run(): Promise<void> {
    const { signal, clock } = this.#config;
    if (this.#stats.state !== 'created') return;
    this.#stats.startedAt = clock.now();
    this.#stats.state = 'loading';
    signal?.addEventListener('abort', this.#onSignal);
    try {
      if (signal?.aborted === true) await this.stop();
      else await this.#read();
    } finally {
      signal?.removeEventListener('abort', this.#onSignal);
    }
  }

  async #read(): Promise<void> {
    const work = await Promise.race([this.#load(), this.#early.promise.then(() => undefined)]);
    if (work === undefined || this.#stats.state !== 'loading') return;
    this.#work = work;
    await work.run();
  }

  /** Undefined where it was stopped meanwhile and its code cannot be loaded either. */
  async #load(): Promise<FeedRun<Event> | undefined> {
    try {
      const { FeedRun } = await this.#reading();
      return new FeedRun(this.#config, this.#stats);
    } catch (error) {
      if (this.#stats.state !== 'loading') return undefined;
      this.#stats.state = 'failed';
      this.#stats.lastError = error;
      throw error;
    }
  }

  /** Without its code the reader has taken nothing, so there is nothing to wait for. */
  #stopEarly(): Promise<FeedStopped> {
    if (this.#stats.state !== 'failed') this.#stats.state = 'stopped';
    this.#early.resolve({ drained: true, abandoned: [], unsaved: [] });
    return this.#early.promise;
  }
}

/**
 * Makes a durable reader of any feed that is read forward by a cursor. Nothing happens before `run()`.
 *
 * @param reading - The way to `@partner-apis/core/feed`, by `later()`. The first reader that runs loads it.
 * @throws ConfigurationError for options that cannot work.
 */
export function createFeed<Event>(
  options: FeedSource<Event> & FeedOptions<Event>,
  reading: () => Promise<FeedReading>,
): Feed<Event> {
  // What was written for a version without it.
  if (typeof reading !== 'function')
    throw new ConfigurationError(
      "createFeed takes the way to what reads beside its options: later('The reader of Acme', () => import('@partner-apis/core/feed')).",
    );
  return new Feed(feedConfig(options), reading);
}
