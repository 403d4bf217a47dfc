import { ConfigurationError } from '../../errors/configuration-error.ts';
import { isHttpError } from '../../errors/guards.ts';
import { FeedAnomalyError, FeedGapError } from '../feed-errors.ts';
import type { FeedState } from '../feed-health.ts';
import type { FeedPage } from '../feed-options.ts';
import { anomalyOf, atRetentionLimit, isTemporary } from './page-checks.ts';
import { PageRun, type PageSurroundings } from './page-run.ts';
import { splitPage } from './split-page.ts';
import { plainId, RecentIds, samePlace } from './recent-ids.ts';
import { isStart, placeOf } from './start.ts';
import { afterThisTurn, jittered, waitFor } from '../waits.ts';

/** The most that a vendor's `Retry-After` is obeyed. */
const MAX_RETRY_AFTER_MS = 300_000;

/** How often a place is refused, with no page in between, before it counts as gone. */
const REFUSALS = 2;

/** What the loop needs of its reader. */
export interface LoopSurroundings<Event> extends PageSurroundings<Event> {
  readonly enter: (state: FeedState) => void;
  /** The page that is being handled. */
  readonly onPage: (page: PageRun<Event>) => void;
}

/** Reads page after page until the reader is halted. Rejects with what cannot be helped by waiting. */
export class ReadLoop<Event> {
  readonly #around: LoopSurroundings<Event>;
  readonly #recent: RecentIds;
  /** Where the next page begins. */
  #after: string | undefined;
  /** Whether that place comes from the store and has not been tried yet. */
  #resumed: boolean;
  /** Whether that place was chosen by `onGap` and has not been tried yet. */
  #chosen = false;
  #failures = 0;
  /** Refusals of that place, and of the second look, since the last page of each. */
  #refusals = 0;
  #looksRefused = 0;
  #anomalies = 0;
  #quiet = 0;
  /** Whether the last page was full. */
  #behind = false;
  /** The page that comes after the one which is being handled, asked for already. */
  #ahead: Promise<FeedPage<Event>> | undefined;

  constructor(around: LoopSurroundings<Event>, stored: string | undefined) {
    const { startFrom } = around.config;
    this.#around = around;
    this.#recent = new RecentIds(around.config.dedupeWindow);
    this.#resumed = stored !== undefined;
    this.#after = stored ?? placeOf(startFrom);
  }

  async run(): Promise<void> {
    const { halt } = this.#around.signals;
    while (!halt.aborted) {
      this.#around.enter('reading');
      const page = await this.#turn();
      if (page === undefined || halt.aborted) continue;
      if (page.fresh && page.full) this.#quiet = 0;
      else await this.#rest(page.fresh);
    }
  }

  /** A page from asking for it to its end; undefined when it has to be asked for again. Keeps nothing of it: the next one is as large. */
  async #turn(): Promise<{ readonly fresh: boolean; readonly full: boolean } | undefined> {
    const page = await this.#fetch();
    if (page === undefined) return undefined;
    const full = page.events.length >= this.#around.config.pageSize;
    return { fresh: await this.#handle(page), full };
  }

  /** The next page, when it leads on; undefined when it has to be asked for again. */
  async #fetch(): Promise<FeedPage<Event> | undefined> {
    const { config, stats } = this.#around;
    const after = this.#after;
    const page = await this.#ask(after, config.pageSize);
    if (page === undefined) return undefined;
    this.#refusals = 0;
    if (this.#resumed && after !== undefined && atRetentionLimit(config, page)) {
      const oldest = await this.#ask(undefined, 1);
      if (oldest === undefined) return undefined;
      this.#looksRefused = 0;
      if (this.#isFirstOf(page, oldest)) {
        await this.#gap(after, new Error('The vendor answered with the oldest event that it keeps.'));
        return undefined;
      }
    }
    this.#failures = 0;
    const anomaly = anomalyOf(config, page, after, this.#recent);
    if (anomaly !== undefined) {
      await this.#refuse(after, anomaly);
      return undefined;
    }
    this.#anomalies = 0;
    this.#resumed = false;
    this.#chosen = false;
    stats.consecutiveFailures = 0;
    return page;
  }

  /** A page; undefined when the request failed and the wait before the next one is over, or the reader was stopped. */
  async #ask(after: string | undefined, count: number): Promise<FeedPage<Event> | undefined> {
    const { config, signals, stats } = this.#around;
    try {
      const page = await this.#request(after, count);
      return signals.halt.aborted ? undefined : page;
    } catch (error) {
      if (signals.halt.aborted) return undefined;
      stats.lastError = error;
      if (this.#after !== undefined && config.isGap(error)) await this.#doubt(after, error);
      else if (isTemporary(error)) await this.#backOff((this.#failures += 1), error);
      else throw error;
      return undefined;
    }
  }

  /**
   * A refusal is believed when it repeats: a proxy that restarts says 404 too, and a gap is a decision that nobody takes back. One of a
   * request without a cursor is not about the place.
   */
  async #doubt(after: string | undefined, refusal: unknown): Promise<void> {
    const times = after === undefined ? (this.#looksRefused += 1) : (this.#refusals += 1);
    if (times < REFUSALS) await this.#backOff((this.#failures += 1), refusal);
    else if (after === undefined) throw refusal;
    else await this.#gap(after, refusal);
  }

  #request(after: string | undefined, count: number): Promise<FeedPage<Event>> {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    return ahead ?? this.#send(after, count);
  }

  /**
   * After two full pages there is a backlog: the page behind them is on its way while the second is handled. Whatever comes of it is looked at
   * in its turn, and not at all where the reader ends before. Resolves when the request is out: a connection is used again in the next turn of
   * the event loop, which handlers that wait for nothing would keep from coming until the page is done.
   */
  #lookAhead(after: string): Promise<void> {
    this.#ahead = this.#send(after, this.#around.config.pageSize);
    this.#ahead.catch(() => {});
    return afterThisTurn();
  }

  async #send(after: string | undefined, count: number): Promise<FeedPage<Event>> {
    const { config, signals } = this.#around;
    const query = after === undefined ? { count } : { afterEventId: after, count };
    const page = await config.fetchPage(query, { signal: signals.halt });
    if (!Array.isArray(page.events))
      throw new ConfigurationError(
        `fetchPage of the ${config.title} reader must resolve to { events, lastEventId }.`,
      );
    return page;
  }

  #isFirstOf(page: FeedPage<Event>, oldest: FeedPage<Event>): boolean {
    const { idOf } = this.#around.config;
    const [first, other] = [page.events[0], oldest.events[0]];
    return first !== undefined && other !== undefined && samePlace(idOf(first), idOf(other));
  }

  /** Handles a page to its end and saves; true when it brought something new. */
  async #handle(page: FeedPage<Event>): Promise<boolean> {
    const { config, keeper, stats } = this.#around;
    const cursor = page.lastEventId ?? '';
    let fresh = false;
    if (page.events.length > 0) {
      const pieces = splitPage(config, page, cursor, this.#recent);
      const handled = pieces.reduce((sum, { repeated, size }) => sum + (repeated ? 0 : size), 0);
      fresh = handled > 0;
      stats.duplicates += page.events.length - handled;
      const full = handled === page.events.length && handled >= config.pageSize;
      if (full && this.#behind) await this.#lookAhead(cursor);
      this.#behind = full;
      const run = new PageRun(this.#around, pieces);
      // Before it runs: a handler may ask for the reader to stop.
      this.#around.onPage(run);
      if (!(await run.run())) return fresh;
      this.#after = cursor;
    } else if (cursor !== '' && !samePlace(cursor, this.#after) && !this.#recent.passed(plainId(cursor))) {
      keeper.advance(cursor);
      this.#after = cursor;
    }
    this.#pass(this.#after);
    await keeper.flush();
    stats.lastPageAt = config.clock.now();
    return fresh;
  }

  #pass(place: string | undefined): void {
    if (place !== undefined) this.#recent.pass(plainId(place));
  }

  async #rest(fresh: boolean): Promise<void> {
    const { config, signals, enter } = this.#around;
    this.#quiet = fresh ? 0 : this.#quiet + 1;
    enter('idle');
    await waitFor(config.clock, jittered(config.idleMs, this.#quiet, config.random), signals.halt);
  }

  async #backOff(failures: number, error: unknown): Promise<void> {
    const { config, signals, stats, enter } = this.#around;
    stats.consecutiveFailures += 1;
    const asked = isHttpError(error) ? (error.retryAfterMs ?? 0) : 0;
    const ms = Math.max(
      jittered(config.backoffMs, failures - 1, config.random),
      Math.min(asked, MAX_RETRY_AFTER_MS),
    );
    config.logger.warn(
      { key: config.key, failures, waitMs: Math.round(ms), err: error },
      `The ${config.title} reader could not read on; it is tried again`,
    );
    enter('backoff');
    await waitFor(config.clock, ms, signals.halt);
  }

  async #refuse(after: string | undefined, anomaly: string): Promise<void> {
    const { config, stats } = this.#around;
    const error = new FeedAnomalyError(after, anomaly);
    stats.anomalies += 1;
    stats.lastError = error;
    this.#anomalies += 1;
    if (this.#anomalies >= config.maxAnomalies) throw error;
    await this.#backOff(this.#anomalies, error);
  }

  async #gap(cursor: string, error: unknown): Promise<void> {
    const { config } = this.#around;
    const { key, onGap, logger, title } = config;
    const failed = (why: string): FeedGapError => new FeedGapError(key, cursor, why, { cause: error });
    if (this.#chosen) throw failed('it is what onGap chose, and the feed does not have it either');
    const choice = onGap === undefined ? 'fail' : await onGap({ key, cursor, error });
    if (choice === 'fail')
      throw failed('the feed does not have this place, which happens when it is too old');
    if (!isStart(choice))
      throw new ConfigurationError(
        `onGap of the ${title} reader must return 'oldest', { afterEventId } or 'fail'.`,
      );
    logger.warn({ key, cursor, choice }, `The ${title} reader has a gap after '${cursor}'`);
    this.#after = placeOf(choice);
    this.#resumed = false;
    this.#chosen = true;
    this.#failures = 0;
    this.#refusals = 0;
    this.#looksRefused = 0;
    this.#recent.leaveWay();
  }
}
