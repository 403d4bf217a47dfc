/** Time without limits of its own: for calls whose only timers are waits between attempts. */
export const UNLIMITED = {
  attemptMs: Number.POSITIVE_INFINITY,
  deadlineMs: Number.POSITIVE_INFINITY,
} as const;

/** A clock that jumps over every wait at once, and notes how long each would have been. Use it with {@link UNLIMITED}. */
export class JumpingClock {
  readonly waits: number[] = [];
  #now = Date.UTC(2026, 10, 22);

  now(): number {
    return this.#now;
  }

  schedule(ms: number, action: () => void): () => void {
    this.waits.push(ms);
    let live = true;
    queueMicrotask(() => {
      if (!live) return;
      this.#now += ms;
      action();
    });
    return () => {
      live = false;
    };
  }
}

/** A clock that stands still until it is told to go on. */
export class ManualClock {
  readonly timers = new Set<{ readonly at: number; readonly action: () => void }>();
  #now = Date.UTC(2026, 10, 22);
  #scheduled: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  schedule(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action };
    this.timers.add(timer);
    for (const wake of this.#scheduled.splice(0)) wake();
    return () => this.timers.delete(timer);
  }

  /** Resolves when so many timers are running at once. */
  async running(count: number): Promise<void> {
    while (this.timers.size < count) {
      await new Promise<void>((resolve) => {
        this.#scheduled.push(resolve);
      });
    }
  }

  /** Lets time pass, and runs what is due. */
  advance(ms: number): void {
    this.#now += ms;
    for (const timer of this.timers) {
      if (timer.at > this.#now) continue;
      this.timers.delete(timer);
      timer.action();
    }
  }
}

/** The longest wait that passes at once on a {@link hastyClock}: longer ones are time limits, and none of those ends there. */
const LONGEST_WAIT_MS = 30_000;

/** A clock on which back-offs take no time, however long they are. */
export function hastyClock(): { now(): number; schedule(ms: number, action: () => void): () => void } {
  let now = Date.UTC(2026, 10, 22);
  return {
    now: () => now,
    schedule(ms, action) {
      if (ms > LONGEST_WAIT_MS) return () => undefined;
      const immediate = setImmediate(() => {
        now += ms;
        action();
      });
      return () => clearImmediate(immediate);
    },
  };
}
