import { CursorKeeper } from './cursor/cursor-keeper.ts';
import { isCursorConflictError } from './cursor/cursor-errors.ts';
import { textOf } from './error-text.ts';
import { type FeedConfig, feedConfig } from './feed-config.ts';
import { type FeedHealth, type FeedState, isLive, newStats, wholeMs } from './feed-health.ts';
import type { FeedLock, FeedOptions, FeedSource, FeedStopOptions, FeedStopped } from './feed-options.ts';
import type { PageRun } from './reader/page-run.ts';
import { ReadLoop } from './reader/read-loop.ts';
import { settlesWithin } from '../time/settles-within.ts';

/**
 * A reader that follows an event feed and remembers how far it has come: `run()`, `stop()`, `health()`. Every event is handled at least
 * once, in the order of the feed; the cursor is saved only after everything before it was handled.
 *
 * `created → loading → reading ⇄ idle ⇄ backoff → draining → stopped | failed`
 */
export class Feed<Event> {
  readonly #config: FeedConfig<Event>;
  readonly #stats = newStats();
  readonly #halt = new AbortController();
  readonly #cut = new AbortController();
  readonly #keeper: CursorKeeper;
  readonly #halted = Promise.withResolvers<void>();
  readonly #onSignal = (): void => void this.stop();
  readonly #onLost = (): void => this.#fail(this.#lock?.lost?.reason);
  #state: FeedState = 'created';
  #page: PageRun<Event> | undefined;
  #lock: FeedLock | undefined;
  #fatal: { readonly error: unknown } | undefined;
  #running: Promise<void> | undefined;
  #stopping: Promise<FeedStopped> | undefined;

  /** @internal */
  constructor(config: FeedConfig<Event>) {
    this.#config = config;
    this.#keeper = new CursorKeeper(config, this.#halt.signal, (error) => this.#fail(error));
  }

  /**
   * Reads until the reader is stopped, and resolves then. Rejects with what cannot be helped by waiting: a refused credential, a handler's
   * error that nothing parks, an event that cannot be parked, a cursor that cannot be loaded or saved, a cursor that something else
   * changed, a gap. Calling it again gives the same promise.
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
    this.#stopping ??= this.#shutDown(options);
    return this.#stopping;
  }

  /** {@link stop}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** How the reader is doing; for a health endpoint. */
  health(): FeedHealth {
    const { clock, liveWithinMs } = this.#config;
    const { startedAt: _, lastError, ...stats } = this.#stats;
    return {
      state: this.#state,
      live: isLive(this.#state, this.#stats, clock.now(), liveWithinMs),
      cursor: this.#keeper.reached,
      ...stats,
      lastPageAt: wholeMs(stats.lastPageAt),
      lastEventAt: wholeMs(stats.lastEventAt),
      unsaved: this.#keeper.unsaved.length + (this.#page?.unmarked.length ?? 0),
      lastError: lastError === undefined ? undefined : textOf(lastError),
    };
  }

  async #run(): Promise<void> {
    const { signal, clock } = this.#config;
    if (this.#stopping === undefined) {
      this.#stats.startedAt = clock.now();
      this.#state = 'loading';
      if (signal?.aborted === true) void this.stop();
      else {
        signal?.addEventListener('abort', this.#onSignal);
        const reading = this.#read().catch((error: unknown) => this.#fail(error));
        await Promise.race([reading, this.#halted.promise]);
      }
    }
    await this.stop();
    if (this.#fatal !== undefined) throw this.#fatal.error;
  }

  async #read(): Promise<void> {
    const config = this.#config;
    const halt = this.#halt.signal;
    const lock = await config.lock?.(config.key, halt);
    if (halt.aborted) {
      await lock?.release();
      return;
    }
    this.#lock = lock;
    if (lock?.lost?.aborted === true) throw lock.lost.reason;
    lock?.lost?.addEventListener('abort', this.#onLost);
    const stored = await this.#keeper.load();
    const loop = new ReadLoop<Event>(
      {
        config,
        keeper: this.#keeper,
        stats: this.#stats,
        signals: { halt, cut: this.#cut.signal },
        enter: (state) => this.#enter(state),
        onPage: (page) => {
          this.#page = page;
        },
      },
      stored,
    );
    await loop.run();
  }

  #enter(state: FeedState): void {
    if (!this.#halt.signal.aborted) this.#state = state;
  }

  /** Ends the reader with an error; the first one counts. */
  #fail(error: unknown): void {
    this.#stats.lastError = error;
    this.#fatal ??= { error };
    void this.stop();
  }

  async #shutDown({
    drainMs = 10_000,
    graceMs = 5_000,
    flushMs = 5_000,
  }: FeedStopOptions): Promise<FeedStopped> {
    const { clock } = this.#config;
    const begun = this.#state !== 'created';
    if (begun) this.#state = 'draining';
    this.#halt.abort(new Error('The reader was stopped.'));
    this.#halted.resolve();
    const idle = this.#page?.idle ?? Promise.resolve();
    let drained = await settlesWithin(clock, drainMs, idle);
    if (!drained) {
      this.#cut.abort(new Error('The reader was stopped and has waited long enough.'));
      drained = await settlesWithin(clock, graceMs, idle);
    }
    const abandoned = this.#page?.running ?? [];
    this.#keeper.close();
    await settlesWithin(clock, flushMs, this.#flush());
    const unsaved = [...this.#keeper.unsaved, ...(this.#page?.unmarked ?? [])];
    if (unsaved.length > 0) this.#reportUnsaved(unsaved.length);
    await settlesWithin(clock, flushMs, this.#release());
    this.#state = this.#fatal === undefined ? 'stopped' : 'failed';
    return { drained, abandoned, unsaved };
  }

  #reportUnsaved(count: number): void {
    const { key, title, logger, save } = this.#config;
    // With an external cursor it is the handler's transactions that save.
    if (save === undefined) return;
    const message = `The ${title} reader '${key}' has stopped with ${count} handled events that its cursor does not cover: they will be handled again.`;
    logger.error({ key, unsaved: count, err: this.#stats.lastError }, message);
  }

  /** The last save. A conflict is worth an error; with a store that fails, events are only handled again. */
  async #flush(): Promise<void> {
    if (isCursorConflictError(this.#fatal?.error)) return;
    try {
      await this.#keeper.flush();
    } catch (error) {
      this.#stats.lastError = error;
      this.#report('The cursor could not be saved while the reader stopped', error);
      if (isCursorConflictError(error)) this.#fatal ??= { error };
    }
  }

  async #release(): Promise<void> {
    this.#config.signal?.removeEventListener('abort', this.#onSignal);
    this.#lock?.lost?.removeEventListener('abort', this.#onLost);
    try {
      await this.#lock?.release();
    } catch (error) {
      this.#report('The lock could not be released', error);
    }
  }

  #report(what: string, error: unknown): void {
    const { logger, key, title } = this.#config;
    logger.error({ key, err: error }, `${what} (${title} reader)`);
  }
}

/**
 * Makes a durable reader of any feed that is read forward by a cursor. Nothing happens before `run()`.
 *
 * @throws ConfigurationError for options that cannot work.
 */
export function createFeed<Event>(options: FeedSource<Event> & FeedOptions<Event>): Feed<Event> {
  return new Feed(feedConfig(options));
}
