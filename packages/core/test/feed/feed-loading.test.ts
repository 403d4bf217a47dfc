import { ConfigurationError, type CursorStore } from '@partner-apis/core';
import { type FeedReading, later } from '@partner-apis/core/vendor';
import { rejection, settle } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';
import { type Options, page, reader, reading } from './support/reader.ts';

// What reads is loaded by the first reader that runs, so there is a time in which it runs and has not begun.

/** Code that comes when it is told to. */
function slow() {
  const { promise, resolve, reject } = Promise.withResolvers<FeedReading>();
  return { reading: () => promise, come: async () => resolve(await reading()), fail: reject };
}

/** A reader that takes a lock and loads its cursor before it reads, and notes down what it does. */
function traced(way = reading, options: Partial<Options> = {}) {
  const trace: string[] = [];
  const store: CursorStore = {
    load: async () => void trace.push('load'),
    save: async () => void trace.push('save'),
  };
  const made = reader(
    [page('e1')],
    {
      lock: () => {
        trace.push('lock');
        return { release: () => void trace.push('release') };
      },
      store,
      ...options,
    },
    way,
  );
  return { ...made, trace };
}

describe('a reader whose code is not loaded yet', () => {
  test('is loading, lives, and has touched nothing', async () => {
    const code = slow();
    const { feed, clock, handled, trace } = traced(code.reading, { liveWithinMs: 10_000 });
    void feed.run();
    await settle();
    expect(feed.health()).toEqual({
      state: 'loading',
      live: true,
      cursor: undefined,
      lastPageAt: undefined,
      lastEventAt: undefined,
      inFlight: 0,
      unsaved: 0,
      handled: 0,
      parked: 0,
      duplicates: 0,
      anomalies: 0,
      consecutiveFailures: 0,
      lastError: undefined,
    });
    await clock.advance(10_001);
    expect([feed.health().live, trace]).toEqual([false, []]);
    await code.come();
    await settle();
    expect([handled.map(({ id }) => id), trace]).toEqual([['e1'], ['lock', 'load', 'save']]);
    await feed.stop();
  });

  test('ends at once when it is stopped, and stays ended when its code comes', async () => {
    const code = slow();
    const { feed, trace } = traced(code.reading);
    const run = feed.run();
    const stopped = feed.stop();
    expect(feed.stop()).toBe(stopped);
    expect(await stopped).toEqual({ drained: true, abandoned: [], unsaved: [] });
    await run;
    await code.come();
    await settle();
    expect([feed.health().state, feed.health().live, trace]).toEqual(['stopped', false, []]);
  });

  test('that is stopped in the moment in which its code comes does not begin', async () => {
    const code = slow();
    const { feed, trace } = traced(code.reading);
    const run = feed.run();
    await code.come();
    await feed.stop();
    await run;
    await settle();
    expect([feed.health().state, trace]).toEqual(['stopped', []]);
  });

  test('is stopped by its signal, also by one that has aborted before', async () => {
    const aborter = new AbortController();
    const code = slow();
    const { feed, trace } = traced(code.reading, { signal: aborter.signal });
    const run = feed.run();
    await settle();
    aborter.abort();
    await run;
    await code.come();
    const other = traced(reading, { signal: aborter.signal });
    await other.feed.run();
    await settle();
    expect([feed.health().state, other.feed.health().state]).toEqual(['stopped', 'stopped']);
    expect([trace, other.trace]).toEqual([[], []]);
  });

  test('that is stopped before it runs never runs', async () => {
    let asked = 0;
    const { feed, trace } = traced(() => {
      asked += 1;
      return reading();
    });
    expect(await feed.stop()).toEqual({ drained: true, abandoned: [], unsaved: [] });
    await feed.run();
    await settle();
    expect([feed.health().state, trace, asked]).toEqual(['stopped', [], 0]);
  });
});

describe('a reader whose code cannot be loaded', () => {
  const gone = later('The reader', () => Promise.reject(new Error('gone')));

  test('ends with an error that says so, and has touched nothing', async () => {
    const { feed, trace } = traced(gone);
    const error = await rejection(feed.run());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(await rejection(feed.run())).toBe(error);
    expect(await feed.stop()).toEqual({ drained: true, abandoned: [], unsaved: [] });
    expect(feed.health()).toMatchObject({
      state: 'failed',
      live: false,
      lastError: expect.stringContaining('could not be loaded'),
    });
    expect(trace).toEqual([]);
  });

  test.each<[string, () => Promise<FeedReading>]>([
    [
      'throws',
      () => {
        throw new Error('no module');
      },
    ],
    // Boundary: what a program without types can do.
    ['leads to another module', async () => ({}) as unknown as FeedReading],
  ])('has failed where the way to it %s', async (_, way) => {
    const { feed, trace } = traced(way);
    const error = await rejection(feed.run());
    expect(feed.health()).toMatchObject({ state: 'failed', live: false, lastError: expect.any(String) });
    expect([error instanceof Error, trace]).toEqual([true, []]);
  });

  test('and that was stopped before is stopped, whatever comes of it', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => void unhandled.push(error);
    process.on('unhandledRejection', note);
    const code = slow();
    const { feed } = traced(code.reading);
    const run = feed.run();
    await feed.stop();
    await run;
    code.fail(new Error('gone'));
    await settle();
    process.off('unhandledRejection', note);
    expect([feed.health().state, feed.health().lastError, unhandled]).toEqual(['stopped', undefined, []]);
  });
});
