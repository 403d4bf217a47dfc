import type { CursorKeeper } from '../cursor/cursor-keeper.ts';
import type { FeedConfig } from '../feed-config.ts';
import { type FeedSignals, runHandler, type Work } from './run-handler.ts';
import type { Stats } from '../feed-health.ts';
import type { RecentIds } from './recent-ids.ts';

/** A piece of a page: what is handled at once, and the cursor that may be saved when it and all before it are done. */
export interface PagePart<Event> extends Work<Event> {
  readonly ids: readonly string[];
  /** Absent where no cursor is known to stand for this place. */
  readonly mark: string | undefined;
  /** Nothing to do: a repeated event. */
  readonly repeated: boolean;
}

/** What a page works on: the parts of the reader around it. */
export interface PageSurroundings<Event> {
  readonly config: FeedConfig<Event>;
  readonly keeper: CursorKeeper;
  readonly seen: RecentIds;
  readonly stats: Stats;
  readonly signals: FeedSignals;
}

/**
 * One page while it is handled: up to `concurrency` pieces at a time, and a low-water mark, the cursor before which everything is done.
 */
export class PageRun<Event> {
  readonly #around: PageSurroundings<Event>;
  readonly #pieces: readonly PagePart<Event>[];
  readonly #done: boolean[];
  readonly #running = new Set<PagePart<Event>>();
  /** Done, in order, but waiting for the next place that has a mark. */
  readonly #uncovered: string[] = [];
  #next = 0;
  #low = 0;
  #failure: { readonly error: unknown } | undefined;
  readonly #idle = Promise.withResolvers<void>();

  constructor(around: PageSurroundings<Event>, pieces: readonly PagePart<Event>[]) {
    this.#around = around;
    this.#pieces = pieces;
    this.#done = pieces.map(({ repeated }) => repeated);
  }

  /** Resolves when no handler runs any more, whatever became of them. */
  get idle(): Promise<void> {
    return this.#idle.promise;
  }

  /** Resolves when every piece is done, to false when the reader stopped before; rejects with the first error that nothing parked. */
  async run(): Promise<boolean> {
    this.#settle();
    const workers = Math.min(this.#around.config.concurrency, this.#pieces.length);
    await Promise.all(Array.from({ length: workers }, () => this.#work()));
    this.#idle.resolve();
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#low === this.#pieces.length;
  }

  /** Ids whose handlers run. */
  get running(): string[] {
    return [...this.#running].flatMap(({ ids }) => ids);
  }

  /** Ids that were handled, but that no cursor stands for: something before them is not done. */
  get unmarked(): string[] {
    const ahead = this.#pieces.filter((piece, index) => {
      return index >= this.#low && this.#done[index] === true && !piece.repeated;
    });
    return [...this.#uncovered, ...ahead.flatMap(({ ids }) => ids)];
  }

  async #work(): Promise<void> {
    const { halt } = this.#around.signals;
    while (!halt.aborted && this.#failure === undefined) {
      const index = this.#next++;
      const piece = this.#pieces[index];
      if (piece === undefined) return;
      if (!piece.repeated) await this.#one(piece, index);
    }
  }

  async #one(piece: PagePart<Event>, index: number): Promise<void> {
    const { config, stats, signals, seen } = this.#around;
    this.#running.add(piece);
    stats.inFlight += piece.events.length;
    try {
      const outcome = await runHandler(config, signals, piece);
      if (outcome === 'stopped') return;
      stats[outcome] += piece.events.length;
      stats.lastEventAt = config.clock.now();
      for (const id of piece.ids) seen.add(id);
      this.#done[index] = true;
      this.#settle();
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      stats.inFlight -= piece.events.length;
      this.#running.delete(piece);
    }
  }

  /** Moves the low-water mark over everything that is done. */
  #settle(): void {
    let mark: string | undefined;
    let covered = 0;
    for (; this.#done[this.#low] === true; this.#low += 1) {
      const piece = this.#pieces[this.#low];
      if (piece === undefined) break;
      if (!piece.repeated) this.#uncovered.push(...piece.ids);
      if (piece.mark !== undefined) [mark, covered] = [piece.mark, this.#uncovered.length];
    }
    if (mark !== undefined) this.#around.keeper.advance(mark, this.#uncovered.splice(0, covered));
  }
}
