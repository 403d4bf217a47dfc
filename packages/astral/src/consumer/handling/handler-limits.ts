import type { Clock } from '@partner-apis/core';

/** Something that may take until `endsAt`, in epoch milliseconds; Infinity while nothing is to be timed. */
export interface Limited {
  readonly endsAt: number;
  /** Its time is up. */
  expire(): void;
}

/**
 * The time limits of the handlers at work, under one timer: one for each would cost every event as much as its whole way through the slots. The
 * timer stands at the first limit that was there when it was set, and looks at all of them when it rings. None is left when nobody is at work.
 */
export class HandlerLimits {
  readonly #clock: Clock;
  readonly #running: Iterable<Limited>;
  #cancel: (() => void) | undefined;
  #ringsAt = Number.POSITIVE_INFINITY;

  /** @param running - Whoever is at work, when the timer rings. */
  constructor(clock: Clock, running: Iterable<Limited>) {
    this.#clock = clock;
    this.#running = running;
  }

  /** Somebody begins, who may take until `endsAt`. */
  watch(endsAt: number): void {
    if (endsAt >= this.#ringsAt) return;
    this.clear();
    this.#ringsAt = endsAt;
    this.#cancel = this.#clock.schedule(Math.max(0, endsAt - this.#clock.now()), () => this.#ring());
  }

  /** Nobody is at work. */
  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#ringsAt = Number.POSITIVE_INFINITY;
  }

  #ring(): void {
    this.clear();
    const now = this.#clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const one of this.#running) {
      if (one.endsAt <= now) one.expire();
      else next = Math.min(next, one.endsAt);
    }
    if (Number.isFinite(next)) this.watch(next);
  }
}
