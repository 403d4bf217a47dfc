interface Timer {
  readonly due: number;
  readonly order: number;
  readonly action: () => void;
}

/** The clock of one process among several. */
export interface ProcessClock {
  now(): number;
  schedule(ms: number, action: () => void): () => void;
  /** Its timers that wait. */
  readonly waiting: number;
  kill(): void;
}

/** Lets everything happen that needs no time, what waits for the next turn of the event loop included. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

/** Time that stands still until it is moved; then everything due happens in order, with what follows from it. */
export class VirtualClock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  /**  startAt - What `now()` says at first, in epoch milliseconds. */
  constructor(startAt = Date.UTC(2026, 0, 1)) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  schedule(ms: number, action: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, ms), order: (this.#order += 1), action };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Timers that wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Resolves after `ms` of virtual time. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(ms, resolve);
    });
  }

  /** Moves time on by `ms`. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.action();
      await settle();
    }
    this.#now = end;
  }

  /** Moves time on until something holds; fails when it does not within `ms`. */
  async until(holds: () => boolean, ms = 3_600_000): Promise<void> {
    const end = this.#now + ms;
    await settle();
    while (!holds()) {
      const next = this.#next(end);
      if (next === undefined) throw new Error(`It did not happen within ${ms} ms of virtual time.`);
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.action();
      await settle();
    }
  }

  /** The clock of one process: what it has scheduled goes with it. */
  ofProcess(): ProcessClock {
    const waiting = new Set<() => void>();
    let dead = false;
    return {
      now: () => this.#now,
      schedule: (ms, action) => {
        if (dead) return () => {};
        const cancel = this.schedule(ms, () => {
          waiting.delete(cancel);
          action();
        });
        waiting.add(cancel);
        return () => {
          waiting.delete(cancel);
          cancel();
        };
      },
      get waiting() {
        return waiting.size;
      },
      kill: () => {
        dead = true;
        for (const cancel of waiting) cancel();
        waiting.clear();
      },
    };
  }

  #next(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.due > end) continue;
      if (next === undefined || timer.due < next.due || (timer.due === next.due && timer.order < next.order))
        next = timer;
    }
    return next;
  }
}
