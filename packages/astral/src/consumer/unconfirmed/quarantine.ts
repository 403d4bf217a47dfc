import type { Clock } from '@partner-apis/core/user';
import { RecentMap } from '../recent-map.ts';

/** First and longest time for which an event is left alone, in milliseconds. */
const FIRST = 600_000;
const LONGEST = 21_600_000;

interface Kept {
  readonly until: number;
  readonly times: number;
}

/**
 * Events that this process leaves alone for a while: they failed too often and there is no dead letter, or nobody here handles them. They
 * stay unconfirmed at the platform, and each time they come back for nothing the pause doubles, from ten minutes to six hours.
 */
export class Quarantine {
  readonly #clock: Clock;
  readonly #kept = new RecentMap<Kept>(10_000);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many events are known to be set aside. */
  get size(): number {
    return this.#kept.size;
  }

  /** Sets an event aside; how long for, and whether that is news. */
  add(id: string): { readonly delayMs: number; readonly first: boolean } {
    const times = this.#kept.get(id)?.times ?? 0;
    const delayMs = Math.min(LONGEST, FIRST * 2 ** Math.min(times, 10));
    this.#kept.set(id, { until: this.#clock.now() + delayMs, times: times + 1 });
    return { delayMs, first: times === 0 };
  }

  /** Whether an event is to be left alone still. */
  holds(id: string): boolean {
    const kept = this.#kept.get(id);
    return kept !== undefined && this.#clock.now() < kept.until;
  }

  /** The event has come to an end after all. */
  release(id: string): void {
    this.#kept.delete(id);
  }
}
