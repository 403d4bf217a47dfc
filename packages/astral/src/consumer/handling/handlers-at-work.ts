import type { Clock } from '@partner-apis/core/user';
import type { HandlerRun } from './handler-run.ts';

/**
 * The handlers at work, in no order, with one timer for the time limits of them all: one for each would cost an event as much as its whole way
 * through the slots. The timer stands at the first limit there was when it was set, and looks at all of them when it rings.
 *
 * An array and not a Set: the tables of a Set that comes and goes with each page hold on to each other, and to every event that was in them,
 * until a full garbage collection, which then comes ten times as often.
 */
export class HandlersAtWork implements Iterable<HandlerRun> {
  readonly #clock: Clock;
  readonly #runs: HandlerRun[] = [];
  #cancel: (() => void) | undefined;
  #ringsAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#runs.length;
  }

  add(run: HandlerRun): void {
    run.place = this.#runs.length;
    this.#runs.push(run);
  }

  /** Takes one out; the last one takes its place. */
  delete(run: HandlerRun): void {
    const last = this.#runs.pop();
    if (last !== undefined && last !== run) {
      this.#runs[run.place] = last;
      last.place = run.place;
    }
    if (this.#runs.length === 0) this.unwatch();
  }

  [Symbol.iterator](): Iterator<HandlerRun> {
    return [...this.#runs].values();
  }

  /** One of them may take until `endsAt`, in epoch milliseconds. */
  watch(endsAt: number): void {
    if (endsAt >= this.#ringsAt) return;
    this.unwatch();
    this.#ringsAt = endsAt;
    this.#cancel = this.#clock.schedule(Math.max(0, endsAt - this.#clock.now()), () => this.#ring());
  }

  /** Nobody's time is limited any more. */
  unwatch(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#ringsAt = Number.POSITIVE_INFINITY;
  }

  #ring(): void {
    this.unwatch();
    const now = this.#clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const run of this) {
      if (run.endsAt <= now) run.expire();
      else next = Math.min(next, run.endsAt);
    }
    if (Number.isFinite(next)) this.watch(next);
  }
}
