import { memoryCursorStore, RateLimitError } from '@partner-apis/core';
import { createFeed } from '@partner-apis/core/vendor';
import { describe, expect, test } from 'vitest';
import { type Item, page, reader, reading } from './support/reader.ts';
import { settle } from '@partner-apis/test-kit';

describe('a lock', () => {
  test('is taken before the cursor is loaded, and released at the end', async () => {
    const trace: string[] = [];
    const { feed } = reader([page('e1')], {
      lock: async (key) => {
        trace.push(`lock ${key}`);
        return { release: () => void trace.push('release') };
      },
      store: {
        load: async () => void trace.push('load'),
        save: async () => void trace.push('save'),
      },
    });
    void feed.run();
    await settle();
    await feed.stop();
    expect(trace).toEqual(['lock k', 'load', 'save', 'release']);
  });

  test('that never comes does not hold stop() up, and is released when it comes after all', async () => {
    let give = (): void => {};
    let released = 0;
    let aborted = false;
    const { feed, handled } = reader([page('e1')], {
      lock: (_, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            aborted = true;
          });
          give = () => resolve({ release: () => void (released += 1) });
        }),
    });
    const run = feed.run();
    await settle();
    expect(await feed.stop()).toMatchObject({ drained: true });
    await run;
    give();
    await settle();
    expect([aborted, released, handled.length]).toEqual([true, 1, 0]);
  });

  test('that is lost ends the reader', async () => {
    const lost = new AbortController();
    const { feed } = reader([page('e1')], { lock: () => ({ release() {}, lost: lost.signal }) });
    const run = feed.run();
    run.catch(() => {});
    await settle();
    lost.abort(new Error('the session expired'));
    await expect(run).rejects.toThrow('the session expired');
    expect(feed.health().state).toBe('failed');
  });
});

describe('health()', () => {
  test('is live while pages come or events are handled, and not when all stands still', async () => {
    const { feed, clock } = reader([page('e1')], { liveWithinMs: 10_000 });
    expect(feed.health().live).toBe(false);
    void feed.run();
    await clock.advance(60_000);
    expect(feed.health()).toMatchObject({ live: true, state: 'idle', inFlight: 0, cursor: 'e1' });
    expect(feed.health().lastPageAt).toBeGreaterThan(clock.now() - 10_000);
    await feed.stop();
    expect(feed.health().live).toBe(false);

    const hung = reader([], { fetchPage: () => new Promise(() => {}), liveWithinMs: 10_000 });
    void hung.feed.run();
    await hung.clock.advance(10_001);
    expect(hung.feed.health()).toMatchObject({ state: 'reading', live: false });
    await hung.feed.stop();
  });

  test('gives times in whole milliseconds of the epoch, whatever the clock counts in', async () => {
    const { feed, clock } = reader([page('e1')]);
    await clock.advance(0.75);
    void feed.run();
    await settle();
    const { lastPageAt, lastEventAt } = feed.health();
    expect([lastPageAt, lastEventAt]).toEqual([Math.floor(clock.now()), Math.floor(clock.now())]);
    await feed.stop();

    const real = createFeed<Item>(
      {
        key: 'k',
        store: memoryCursorStore(),
        startFrom: 'oldest',
        fetchPage: async () => page('e1'),
        handler() {},
      },
      reading,
    );
    expect(real.health()).toMatchObject({ lastPageAt: undefined, lastEventAt: undefined });
    void real.run();
    await settle();
    const { lastEventAt: at } = real.health();
    expect(at).toSatisfy(Number.isSafeInteger);
    expect(Math.abs(Date.now() - (at ?? 0))).toBeLessThan(5_000);
    await real.stop();
  });

  test('tells of failures and their end', async () => {
    let fail = true;
    const { feed, clock } = reader([], {
      fetchPage: () => (fail ? Promise.reject(new Error('down')) : Promise.resolve(page('e1'))),
    });
    void feed.run();
    await clock.advance(1_500);
    expect(feed.health()).toMatchObject({
      state: 'backoff',
      consecutiveFailures: 2,
      lastError: 'Error: down',
    });
    fail = false;
    await clock.advance(1_000);
    expect(feed.health()).toMatchObject({ state: 'idle', consecutiveFailures: 0, handled: 1 });
    await feed.stop();
  });
});

test('a vendor that asks to wait for days is asked again after five minutes', async () => {
  let asked = 0;
  const { feed, clock } = reader([], {
    fetchPage: () => {
      asked += 1;
      const days = {
        status: 429,
        httpStatus: 429,
        headers: {},
        body: undefined,
        retryAfterMs: 3 * 86_400_000,
      };
      return Promise.reject(new RateLimitError('Too many.', days));
    },
  });
  void feed.run();
  await clock.advance(299_000);
  expect(asked).toBe(1);
  await clock.advance(1_000);
  expect(asked).toBe(2);
  await feed.stop();
});

test('saves go one at a time, however fast events are handled', async () => {
  let [saving, most] = [0, 0];
  const { feed, clock } = reader([page('e1', 'e2', 'e3', 'e4')], {
    saveEvery: { events: 1 },
    store: {
      load: async () => undefined,
      save: async () => {
        most = Math.max(most, (saving += 1));
        await clock.sleep(50);
        saving -= 1;
      },
    },
  });
  void feed.run();
  await clock.advance(1_000);
  expect(feed.health()).toMatchObject({ handled: 4, unsaved: 0 });
  expect(most).toBe(1);
  await feed.stop();
});

test.each([
  ['upper case first', 'E1', 'e1'],
  ['lower case first', 'e1', 'E1'],
])('an id is the same in any case of its letters: %s', async (_, first, again) => {
  const { feed, clock, handled } = reader([page(first), page(again, 'e2')]);
  void feed.run();
  await clock.advance(60_000);
  expect(handled.map(({ id }) => id)).toEqual([first, 'e2']);
  expect(feed.health()).toMatchObject({ handled: 2, duplicates: 1 });
  await feed.stop();
});
