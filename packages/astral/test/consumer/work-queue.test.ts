import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventSource } from '../../src/consumer/observing/signals.ts';
import { type Item, WorkQueue } from '../../src/consumer/handling/work-queue.ts';

/** The same queue, written so that nobody can doubt it. */
class PlainQueue {
  #waiting: Item[] = [];
  readonly #running: Item[] = [];

  #runnable(item: Item): boolean {
    if (item.key === undefined) return true;
    const same = ({ key }: Item): boolean => key === item.key;
    return !this.#running.some(same) && this.#waiting.find(same) === item;
  }

  add(item: Item): void {
    this.#waiting.push(item);
  }

  take(source: EventSource): Item | undefined {
    const item = this.#waiting.find((one) => one.source === source && this.#runnable(one));
    if (item === undefined) return undefined;
    this.#waiting = this.#waiting.filter((one) => one !== item);
    this.#running.push(item);
    return item;
  }

  settled(item: Item): void {
    this.#running.splice(this.#running.indexOf(item), 1);
  }

  counts(source: EventSource): { ready: number; count: number } {
    const own = this.#waiting.filter((one) => one.source === source);
    return { ready: own.filter((one) => this.#runnable(one)).length, count: own.length };
  }

  clear(): Item[] {
    const all = ['poll', 'sweep'].flatMap((source) => this.#waiting.filter((one) => one.source === source));
    this.#waiting = [];
    return all;
  }
}

const sources = ['poll', 'sweep'] as const;
let made = 0;
const arrived = (source: EventSource, key: string | undefined): Item => ({
  id: `event ${(made += 1)}`,
  // Nothing of the event is of interest here.
  event: {} as Item['event'],
  issues: [],
  source,
  since: 0,
  key,
});

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      source: fc.constantFrom(...sources),
      key: fc.constantFrom(undefined, 'a', 'b', 'c'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('take' as const), source: fc.constantFrom(...sources) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('settle' as const), which: fc.nat(9) }) },
);

test('gives the same events in the same order as a queue that looks through all of them', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const queue = new WorkQueue();
      const plain = new PlainQueue();
      const running: Item[] = [];
      for (const one of steps) {
        if (one.kind === 'add') {
          const item = arrived(one.source, one.key);
          queue.add(item);
          plain.add(item);
        } else if (one.kind === 'take') {
          const item = queue.take(one.source);
          expect(item).toBe(plain.take(one.source));
          if (item !== undefined) running.push(item);
        } else {
          const [item] = running.splice(one.which % Math.max(1, running.length), 1);
          if (item === undefined) continue;
          queue.settled(item);
          plain.settled(item);
        }
        for (const source of sources)
          expect({ ready: queue.ready(source), count: queue.count(source) }).toEqual(plain.counts(source));
      }
      expect(queue.clear()).toEqual(plain.clear());
      expect(queue.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test('a lane of thousands comes out in order, and is let go of', () => {
  const queue = new WorkQueue();
  const items = Array.from({ length: 5_000 }, () => arrived('poll', 'one key'));
  for (const item of items) queue.add(item);
  for (const item of items) {
    expect(queue.take('poll')).toBe(item);
    expect(queue.take('poll')).toBeUndefined();
    queue.settled(item);
  }
  expect(queue.size).toBe(0);
});
