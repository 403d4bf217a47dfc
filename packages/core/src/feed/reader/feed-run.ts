import { CursorKeeper } from '../cursor/cursor-keeper.ts';
import { isCursorConflictError } from '../cursor/cursor-errors.ts';
import type { FeedConfig } from '../feed-config.ts';
import type { FeedState, Stats } from '../feed-health.ts';
import type { FeedLock, FeedStopOptions, FeedStopped } from '../feed-options.ts';
import type { PageRun } from './page-run.ts';
import { ReadLoop } from './read-loop.ts';
import { settlesWithin } from '../../time/settles-within.ts';

/** The run of a reader, from its lock to its last save. */
export class FeedRun<Event> {
  readonly #config: FeedConfig<Event>;
  readonly #stats: Stats;
  readonly #halt = new AbortController();
  readonly #cut = new AbortController();
  readonly #keeper: CursorKeeper;
  readonly #halted = Promise.withResolvers<void>();
  readonly #onLost = (): void => this.#fail(this.#lock?.lost?.reason);
  #page: PageRun<Event> | undefined;
  #lock: FeedLock | undefined;
  #fatal: { readonly error: unknown } | undefined;
  #stopped: Promise<FeedStopped> | undefined;

  /** @param stats - What it counts, for `health()`. */
  constructor(config: FeedConfig<Event>, stats: Stats) {
    this.#config = config;
    this.#stats = stats;
    this.#keeper = new CursorKeeper(config, this.#halt.signal, (error) => this.#fail(error));
  }

  /** Everything up to here was handled. */
  get cursor(): string | undefined {
    return this.#keeper.reached;
  }

  /** Ids of events that were handled, but are not covered by a saved cursor. */
  get unsaved(): readonly string[] {
    return [...this.#keeper.unsaved, ...(this.#page?.unmarked ?? [])];
  }

  /** Resolves when it has stopped, rejects then with what ended it. Is called once. */
  async run(): Promise<void> {
    const reading = this.#read().catch((error: unknown) => this.#fail(error));
    await Promise.race([reading, this.#halted.promise]);
    await this.stop({});
    if (this.#fatal !== undefined) throw this.#fatal.error;
  }

  /** Never rejects, and always settles. Calling it again gives the same promise. */
  stop(options: FeedStopOptions): Promise<FeedStopped> {
    if (this.#stopped === undefined) {
      const { promise, resolve } = Promise.withResolvers<FeedStopped>();
      // Before anything else: what hears of the stop may call it again.
      this.#stopped = promise;
      resolve(this.#shutDown(options));
    }
    return this.#stopped;
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
    if (!this.#halt.signal.aborted) this.#stats.state = state;
  }

  /** Ends the reader with an error; the first one counts. */
  #fail(error: unknown): void {
    this.#stats.lastError = error;
    this.#fatal ??= { error };
    void this.stop({});
  }

  async #shutDown({
    drainMs = 10_000,
    graceMs = 5_000,
    flushMs = 5_000,
  }: FeedStopOptions): Promise<FeedStopped> {
    const { clock } = this.#config;
    this.#stats.state = 'draining';
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
    const { unsaved } = this;
    if (unsaved.length > 0) this.#reportUnsaved(unsaved.length);
    await settlesWithin(clock, flushMs, this.#release());
    this.#stats.state = this.#fatal === undefined ? 'stopped' : 'failed';
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
