import type { CursorKeeper } from '../cursor/cursor-keeper.ts';
import type { FeedConfig } from '../feed-config.ts';
import { type FeedSignals, handleAgain, handleOnce, type Outcome, type Work } from './run-handler.ts';
import type { Stats } from '../feed-health.ts';
import type { RecentIds } from './recent-ids.ts';

/** A piece of a page: what is handled at once, and the cursor that may be saved when it and all before it are done. */
export interface PagePart<Event> extends Work<Event> {
  readonly ids: readonly string[];
  /** The same, in one spelling: what `plainId` makes of them. */
  readonly plain: readonly string[];
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
  /** Indexes of the pieces whose handlers run. */
  readonly #running = new Set<number>();
  /** Done, in order, but waiting for the next place that has a mark. */
  #uncovered: string[] = [];
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
    return [...this.#running].flatMap((index) => this.#pieces[index]?.ids ?? []);
  }

  /** Ids that were handled, but that no cursor stands for: something before them is not done. */
  get unmarked(): string[] {
    const ahead = this.#pieces.filter((piece, index) => {
      return index >= this.#low && this.#done[index] === true && !piece.repeated;
    });
    return [...this.#uncovered, ...ahead.flatMap(({ ids }) => ids)];
  }

  async #work(): Promise<void> {
    const { config, signals } = this.#around;
    while (!signals.halt.aborted && this.#failure === undefined) {
      const index = this.#next++;
      const piece = this.#pieces[index];
      if (piece === undefined) return;
      if (piece.repeated) continue;
      this.#begin(index, piece);
      let handling = true;
      try {
        const pending = handleOnce(config, signals, piece);
        // Not waiting where there is nothing to wait for.
        if (isPending(pending)) await pending;
        handling = false;
        this.#end(index, piece, 'handled');
      } catch (error) {
        if (handling) await this.#again(index, piece, error);
        else this.#failure ??= { error };
      }
    }
  }

  async #again(index: number, piece: PagePart<Event>, failure: unknown): Promise<void> {
    const { config, signals } = this.#around;
    try {
      this.#end(index, piece, await handleAgain(config, signals, piece, failure));
    } catch (error) {
      this.#failure ??= { error };
      this.#end(index, piece, 'stopped');
    }
  }

  #begin(index: number, piece: PagePart<Event>): void {
    this.#running.add(index);
    this.#around.stats.inFlight += piece.events.length;
  }

  #end(index: number, piece: PagePart<Event>, outcome: Outcome): void {
    const { config, stats, seen } = this.#around;
    this.#running.delete(index);
    stats.inFlight -= piece.events.length;
    if (outcome === 'stopped') return;
    stats[outcome] += piece.events.length;
    stats.lastEventAt = config.clock.now();
    for (const plain of piece.plain) seen.add(plain);
    this.#done[index] = true;
    this.#settle();
  }

  /** Moves the low-water mark over everything that is done. */
  #settle(): void {
    let mark: string | undefined;
    let covered = 0;
    for (; this.#done[this.#low] === true; this.#low += 1) {
      const piece = this.#pieces[this.#low];
      if (piece === undefined) break;
      if (!piece.repeated) for (const id of piece.ids) this.#uncovered.push(id);
      if (piece.mark !== undefined) [mark, covered] = [piece.mark, this.#uncovered.length];
    }
    if (mark === undefined) return;
    const uncovered = this.#uncovered;
    const all = covered === uncovered.length;
    this.#uncovered = all ? [] : uncovered.slice(covered);
    this.#around.keeper.advance(mark, all ? uncovered : uncovered.slice(0, covered));
  }
}

function isPending(result: unknown): result is PromiseLike<unknown> {
  return typeof result === 'object' && result !== null && 'then' in result;
}
