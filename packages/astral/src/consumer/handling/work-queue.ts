import type { Arrival } from './arrival.ts';
import type { EventSource } from '../observing/signals.ts';

/** An event in hand. */
export interface Item extends Arrival {
  readonly source: EventSource;
  /** When it was taken on, in epoch milliseconds. */
  readonly since: number;
  /** Events with the same key run one after the other. */
  readonly key: string | undefined;
  /** What `orderKey` threw: without a key the order cannot be kept, so the event is not run. */
  readonly keyError?: { readonly error: unknown };
}

/**
 * Events that wait for a slot, in the order they arrived: those of polls and those of sweeps apart, so that neither can starve the other.
 * An event whose key is busy lets the ones behind it pass.
 */
export class WorkQueue {
  readonly #waiting: Record<EventSource, Item[]> = { poll: [], sweep: [] };
  /** Per key, everything from the one that runs to the last that waits. */
  readonly #lanes = new Map<string, Item[]>();

  /** How many wait. */
  get size(): number {
    return this.#waiting.poll.length + this.#waiting.sweep.length;
  }

  /** How many of one source wait. */
  count(source: EventSource): number {
    return this.#waiting[source].length;
  }

  /** How many of one source wait for a slot and nothing else. */
  ready(source: EventSource): number {
    return this.#waiting[source].reduce((ready, item) => (this.#runnable(item) ? ready + 1 : ready), 0);
  }

  add(item: Item): void {
    this.#waiting[item.source].push(item);
    if (item.key === undefined) return;
    const lane = this.#lanes.get(item.key);
    if (lane === undefined) this.#lanes.set(item.key, [item]);
    else lane.push(item);
  }

  /** Takes out the first of one source that may run. */
  take(source: EventSource): Item | undefined {
    const waiting = this.#waiting[source];
    const at = waiting.findIndex((item) => this.#runnable(item));
    return at === -1 ? undefined : waiting.splice(at, 1)[0];
  }

  /** A taken one has settled: the next of its key may run. */
  settled(item: Item): void {
    if (item.key === undefined) return;
    const lane = this.#lanes.get(item.key);
    lane?.shift();
    if (lane?.length === 0) this.#lanes.delete(item.key);
  }

  /** Takes out all that wait. */
  clear(): Item[] {
    const items = [...this.#waiting.poll, ...this.#waiting.sweep];
    this.#waiting.poll = [];
    this.#waiting.sweep = [];
    const gone = new Set(items);
    for (const [key, lane] of this.#lanes) {
      const left = lane.filter((item) => !gone.has(item));
      if (left.length === 0) this.#lanes.delete(key);
      else this.#lanes.set(key, left);
    }
    return items;
  }

  #runnable(item: Item): boolean {
    return item.key === undefined || this.#lanes.get(item.key)?.[0] === item;
  }
}
