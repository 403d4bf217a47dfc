import type { Arrival } from './arrival.ts';
import type { EventSource } from '../observing/signals.ts';
import { TurnQueue, type Turn } from './turn-queue.ts';

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

/** Everything of one key, from the one that runs, or may run, to the last that waits. */
interface Lane {
  readonly turns: Turn<Item>[];
  /** Where the first one stands: those before it have settled. */
  at: number;
}

/**
 * Events that wait for a slot, in the order they arrived: those of polls and those of sweeps apart, so that neither can starve the other.
 * An event whose key is busy lets the ones behind it pass. What one more event costs does not grow with how many wait.
 */
export class WorkQueue {
  readonly #ready: Record<EventSource, TurnQueue<Item>> = { poll: new TurnQueue(), sweep: new TurnQueue() };
  /** How many wait, for a slot or for their key. */
  readonly #waiting: Record<EventSource, number> = { poll: 0, sweep: 0 };
  readonly #lanes = new Map<string, Lane>();
  #arrivals = 0;

  /** How many wait. */
  get size(): number {
    return this.#waiting.poll + this.#waiting.sweep;
  }

  /** How many of one source wait. */
  count(source: EventSource): number {
    return this.#waiting[source];
  }

  /** How many of one source wait for a slot and nothing else. */
  ready(source: EventSource): number {
    return this.#ready[source].size;
  }

  add(item: Item): void {
    const turn = { item, at: (this.#arrivals += 1) };
    this.#waiting[item.source] += 1;
    const lane = item.key === undefined ? undefined : this.#lanes.get(item.key);
    if (lane === undefined) this.#ready[item.source].add(turn);
    else lane.turns.push(turn);
    if (item.key !== undefined && lane === undefined) this.#lanes.set(item.key, { turns: [turn], at: 0 });
  }

  /** Takes out the first of one source that may run. */
  take(source: EventSource): Item | undefined {
    const turn = this.#ready[source].take();
    if (turn !== undefined) this.#waiting[source] -= 1;
    return turn?.item;
  }

  /** A taken one has settled: the next of its key may run. */
  settled(item: Item): void {
    if (item.key === undefined) return;
    const lane = this.#lanes.get(item.key);
    if (lane === undefined) return;
    lane.at += 1;
    const next = lane.turns[lane.at];
    if (next === undefined) this.#lanes.delete(item.key);
    else this.#ready[next.item.source].add(next);
    // What has settled is let go of, half of the lane at a time.
    if (lane.at > 32 && lane.at * 2 > lane.turns.length) {
      lane.turns.splice(0, lane.at);
      lane.at = 0;
    }
  }

  /** Takes out all that wait, those of polls first. */
  clear(): Item[] {
    const waiting = [...this.#ready.poll.clear(), ...this.#ready.sweep.clear()];
    const ready = new Set(waiting);
    for (const [key, lane] of this.#lanes) {
      const [first, ...others] = lane.turns.slice(lane.at);
      waiting.push(...others);
      // The first one runs, unless it waited for a slot.
      if (first === undefined || ready.has(first)) this.#lanes.delete(key);
      else this.#lanes.set(key, { turns: [first], at: 0 });
    }
    this.#waiting.poll = 0;
    this.#waiting.sweep = 0;
    const inOrder = waiting.toSorted((a, b) => a.at - b.at).map(({ item }) => item);
    return [
      ...inOrder.filter(({ source }) => source === 'poll'),
      ...inOrder.filter(({ source }) => source === 'sweep'),
    ];
  }
}
