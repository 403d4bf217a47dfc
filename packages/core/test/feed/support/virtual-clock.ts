import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@partner-apis/core';

/** A clock that stands still until it is moved; counts what waits for it. */
export class VirtualClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #waiting = new Set<{ due: number; action: () => void }>();

  now(): number {
    return this.#now;
  }

  schedule(ms: number, action: () => void): () => void {
    const item = { due: this.#now + Math.max(ms, 0), action };
    this.#waiting.add(item);
    return () => this.#waiting.delete(item);
  }

  /** Timers that are set. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Moves time on; everything that falls due runs in order of time, and what follows from it before the next. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const [next] = [...this.#waiting].filter(({ due }) => due <= end).toSorted((a, b) => a.due - b.due);
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#now = next.due;
      next.action();
    }
    this.#now = end;
  }
}

/** Lets everything happen that waits for nothing but its turn. */
export function settle(): Promise<void> {
  return setImmediate();
}
