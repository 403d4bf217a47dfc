import type { Clock } from '@partner-apis/core';
import { Alarm } from './alarm.ts';
import { Remembered } from './remembered.ts';

/** When refused ids are tried again while nothing else gets through, in milliseconds; doubled each time. */
const FIRST = 30_000;
const LONGEST = 600_000;

/**
 * Ids that the platform refuses to confirm. While no confirmation gets through at all they count as unconfirmed, so that a broken endpoint
 * stops the polling, and are tried again now and then. Once another confirmation gets through they are only remembered.
 */
export class RefusedIds {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #retry: (ids: readonly string[]) => void;
  readonly #maxBatch: number;
  readonly #alarm: Alarm;
  readonly #counted = new Set<string>();
  readonly #reported = new Remembered<true>(10_000);
  #waitMs = FIRST;

  constructor(
    tools: { readonly clock: Clock; readonly random: () => number; readonly maxBatch: number },
    retry: (ids: readonly string[]) => void,
  ) {
    this.#clock = tools.clock;
    this.#random = tools.random;
    this.#maxBatch = tools.maxBatch;
    this.#retry = retry;
    this.#alarm = new Alarm(tools.clock, () => this.#again());
  }

  /** Those that count as unconfirmed. */
  get size(): number {
    return this.#counted.size;
  }

  has(id: string): boolean {
    return this.#counted.has(id);
  }

  /** All that are remembered as refused. */
  all(): string[] {
    return Array.from(this.#reported.entries(), ([id]) => id);
  }

  /** Keeps an id; whether that is news. */
  add(id: string): boolean {
    const news = !this.#reported.has(id);
    this.#reported.set(id, true);
    this.#counted.add(id);
    this.#alarm.set(this.#clock.now() + this.#waitMs * (0.5 + this.#random() / 2));
    return news;
  }

  /** An id went through after all. */
  forget(id: string): void {
    this.#reported.delete(id);
    this.#counted.delete(id);
  }

  /** Another confirmation went through. */
  blameless(): void {
    this.#counted.clear();
    this.#alarm.clear();
    this.#waitMs = FIRST;
  }

  close(): void {
    this.#alarm.clear();
  }

  #again(): void {
    this.#waitMs = Math.min(LONGEST, this.#waitMs * 2);
    const ids = [...this.#counted].slice(0, this.#maxBatch);
    for (const id of ids) this.#counted.delete(id);
    if (this.#counted.size > 0) this.#alarm.set(this.#clock.now() + this.#waitMs);
    if (ids.length > 0) this.#retry(ids);
  }
}
