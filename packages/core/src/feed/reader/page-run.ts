import type { CursorKeeper } from '../cursor/cursor-keeper.ts';
import type { FeedConfig } from '../feed-config.ts';
import type { Stats } from '../feed-health.ts';
import type { PagePart } from './page-part.ts';
import { type FeedSignals, handleAgain, handleOnce, type Outcome } from './run-handler.ts';

/** What a page works on: the parts of the reader around it. */
export interface PageSurroundings<Event> {
  readonly config: FeedConfig<Event>;
  readonly keeper: CursorKeeper;
  readonly stats: Stats;
  readonly signals: FeedSignals;
}

/**
 * One page while it is handled: up to `concurrency` pieces at a time, and a low-water mark, the cursor before which everything is done.
 */
export class PageRun<Event> {
  readonly #around: PageSurroundings<Event>;
  #pieces: readonly PagePart<Event>[];
  /** How far each piece is. */
  readonly #progress: ('waits' | 'runs' | 'done')[];
  #next = 0;
  /** Everything before it is done. */
  #low = 0;
  /** A mark stands for everything before it; what is between is done, and waits for the next place that has one. */
  #marked = 0;
  #failure: { readonly error: unknown } | undefined;
  readonly #idle = Promise.withResolvers<void>();

  constructor(around: PageSurroundings<Event>, pieces: readonly PagePart<Event>[]) {
    this.#around = around;
    this.#pieces = pieces;
    this.#progress = pieces.map(({ repeated }) => (repeated ? 'done' : 'waits'));
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
    if (this.#low < this.#pieces.length) return false;
    // Nobody asks for its events any more, and whoever reads on has this page until the next one is there.
    if (this.#marked === this.#pieces.length) this.#pieces = [];
    return true;
  }

  /** Ids whose handlers run. */
  get running(): string[] {
    return this.#pieces.flatMap(({ ids }, index) => (this.#progress[index] === 'runs' ? ids : []));
  }

  /** Ids that were handled, but that no cursor stands for: something before them is not done. */
  get unmarked(): string[] {
    return this.#pieces.flatMap(({ ids, repeated }, index) => {
      return index >= this.#marked && this.#progress[index] === 'done' && !repeated ? ids : [];
    });
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
    this.#progress[index] = 'runs';
    this.#around.stats.inFlight += piece.size;
  }

  #end(index: number, piece: PagePart<Event>, outcome: Outcome): void {
    const { config, stats } = this.#around;
    stats.inFlight -= piece.size;
    this.#progress[index] = outcome === 'stopped' ? 'waits' : 'done';
    if (outcome === 'stopped') return;
    stats[outcome] += piece.size;
    stats.lastEventAt = config.clock.now();
    this.#settle();
  }

  /** Moves the low-water mark over everything that is done. */
  #settle(): void {
    const { keeper } = this.#around;
    let mark: string | undefined;
    for (; this.#progress[this.#low] === 'done'; this.#low += 1) {
      const place = this.#pieces[this.#low]?.mark;
      if (place === undefined) continue;
      mark = place;
      for (; this.#marked <= this.#low; this.#marked += 1) {
        const piece = this.#pieces[this.#marked];
        if (piece?.repeated === false) keeper.took(piece);
      }
    }
    if (mark !== undefined) keeper.advance(mark);
  }
}

function isPending(result: unknown): result is PromiseLike<unknown> {
  return typeof result === 'object' && result !== null && 'then' in result;
}
