import { ConfigurationError, isCursorConflictError, memoryCursorStore } from '@partner-apis/core';
import { createFeed, type FeedPage } from '@partner-apis/core/vendor';
import { describe, expect, test } from 'vitest';
import { type Item, page, reader, reading } from './support/reader.ts';
import { settle, VirtualClock } from '@partner-apis/test-kit';

describe('run()', () => {
  test('called twice is one run', async () => {
    const { feed, handled } = reader([page('e1')]);
    expect(feed.run()).toBe(feed.run());
    await settle();
    expect(handled).toHaveLength(1);
    await feed.stop();
  });

  test('after stop() resolves and reads nothing', async () => {
    const { feed, handled } = reader([page('e1')]);
    expect(await feed.stop()).toEqual({ drained: true, abandoned: [], unsaved: [] });
    await expect(feed.run()).resolves.toBeUndefined();
    expect(handled).toHaveLength(0);
    expect(feed.health().state).toBe('stopped');
  });

  test('with a signal that has aborted already reads nothing', async () => {
    const { feed, handled } = reader([page('e1')], { signal: AbortSignal.abort() });
    await expect(feed.run()).resolves.toBeUndefined();
    expect(handled).toHaveLength(0);
  });

  test('rejects with the very error of the handler', async () => {
    const error = new Error('no such certificate');
    const { feed, clock } = reader([page('e1')], {
      handler: () => Promise.reject(error),
      handlerRetry: { retries: 1 },
    });
    const run = feed.run();
    run.catch(() => {});
    await clock.advance(10_000);
    await expect(run).rejects.toBe(error);
    expect(feed.health()).toMatchObject({ state: 'failed', lastError: 'Error: no such certificate' });
  });
});

describe('stop()', () => {
  test('called twice is one stop, and resolves after a failure too', async () => {
    const { feed, clock } = reader([], { fetchPage: () => Promise.reject(new ConfigurationError('no')) });
    const run = feed.run();
    await expect(run).rejects.toBeInstanceOf(ConfigurationError);
    expect(feed.stop()).toBe(feed.stop());
    expect(await feed.stop()).toMatchObject({ drained: true });
    expect(clock.waiting).toBe(0);
  });

  test('from within a handler settles', async () => {
    const stops: unknown[] = [];
    const { feed, clock } = reader([page('e1', 'e2')], {
      handler: async () => {
        stops.push(await feed.stop({ drainMs: 100, graceMs: 100 }));
      },
    });
    const run = feed.run();
    await clock.advance(1_000);
    await run;
    expect(stops).toEqual([{ drained: false, abandoned: ['e1'], unsaved: [] }]);
  });

  test('is what `await using` does', async () => {
    const { feed } = reader([page('e1')]);
    {
      await using own = feed;
      void own.run();
      await settle();
    }
    expect(feed.health().state).toBe('stopped');
  });

  test('leaves neither timer nor listener', async () => {
    const controller = new AbortController();
    const listeners = new Set<unknown>();
    const { signal } = controller;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (type: string, listener: () => void) => (
      listeners.add(listener),
      add(type, listener)
    );
    signal.removeEventListener = (type: string, listener: () => void) => (
      listeners.delete(listener),
      remove(type, listener)
    );
    const { feed, clock } = reader([page('e1'), page('e2')], { signal });
    const run = feed.run();
    await clock.advance(5_000);
    expect(listeners.size).toBe(1);
    await feed.stop();
    await run;
    expect([listeners.size, clock.waiting]).toEqual([0, 0]);
  });
});

describe('what handlers get', () => {
  test('the cursor that stands for the event, the number of the run, and a signal', async () => {
    const { feed, handled } = reader([{ ...page('e1', 'e2'), lastEventId: 'e2' }]);
    void feed.run();
    await settle();
    expect(handled.map(({ id, ctx }) => [id, ctx.cursor, ctx.attempt, ctx.signal.aborted])).toEqual([
      ['e1', 'e1', 1, false],
      ['e2', 'e2', 1, false],
    ]);
    await feed.stop();
  });

  test('a page handler gets the new events of a page and its cursor; park gets each of them', async () => {
    const pages: unknown[] = [];
    const parked: string[] = [];
    const { feed, clock } = reader([page('e1', 'e2'), page('e2', 'e3', 'e4')], {
      pageHandler: (events, { cursor }) => {
        pages.push([events.map(({ id }) => id), cursor]);
        if (pages.length > 1) throw new Error('poison');
      },
      handlerRetry: { retries: 0 },
      park: ({ id }) => void parked.push(id),
    });
    void feed.run();
    await clock.advance(1_000);
    expect(pages).toEqual([
      [['e1', 'e2'], 'e2'],
      [['e3', 'e4'], 'e4'],
    ]);
    expect(parked).toEqual(['e3', 'e4']);
    expect(feed.health()).toMatchObject({ handled: 2, parked: 2, duplicates: 1, cursor: 'e4' });
    await feed.stop();
  });

  test('with cursorMode external, a page without cursors inside is not handed out event by event', async () => {
    const { feed, clock, handled } = reader(
      Array.from({ length: 5 }, () => ({ ...page('e1', 'e2'), lastEventId: 'x' })),
      { cursorMode: 'external' },
    );
    const run = feed.run();
    run.catch(() => {});
    await clock.advance(600_000);
    await expect(run).rejects.toThrow('use pageHandler');
    expect(handled).toHaveLength(0);
  });
});

test('a logger that throws, and what is logged', async () => {
  const levels: string[] = [];
  const log =
    (level: string) =>
    (_: object, message: string): void => {
      levels.push(`${level}: ${message}`);
      throw new Error('no disk');
    };
  const { feed, clock } = reader([], {
    fetchPage: () => Promise.reject(new Error('down')),
    logger: { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') },
  });
  void feed.run();
  await clock.advance(500);
  expect(levels).toEqual(['warn: The feed reader could not read on; it is tried again']);
  await feed.stop();
});

test('a conflict at the last save is an error of run(), and stop() tells what will come again', async () => {
  const clock = new VirtualClock();
  const store = memoryCursorStore();
  let finish = (): void => {};
  const feed = createFeed<Item>(
    {
      key: 'k',
      store,
      startFrom: 'oldest',
      clock,
      fetchPage: async () => page('e1', 'e2'),
      handler: ({ id }) =>
        id === 'e1'
          ? undefined
          : new Promise<void>((resolve) => {
              finish = resolve;
            }),
    },
    reading,
  );
  const run = feed.run();
  run.catch(() => {});
  await settle();
  await store.save('k', 'x', undefined);
  const stopped = feed.stop();
  finish();
  expect(await stopped).toEqual({ drained: true, abandoned: [], unsaved: ['e1', 'e2'] });
  await expect(run).rejects.toSatisfy(isCursorConflictError);
});

test('a last save that failed is logged as an error: run() resolves, and nobody may look at what stop() gave', async () => {
  const lines: object[] = [];
  const quiet = (): void => {};
  const feed = createFeed<Item>(
    {
      key: 'k',
      store: { load: async () => undefined, save: () => Promise.reject(new Error('disk full')) },
      startFrom: 'oldest',
      clock: new VirtualClock(),
      fetchPage: async () => page('e1', 'e2'),
      handler: () => {},
      saveEvery: { events: 100, ms: 1_000_000 },
      logger: { debug: quiet, info: quiet, warn: quiet, error: (fields) => lines.push(fields) },
    },
    reading,
  );
  const run = feed.run();
  run.catch(() => {});
  await settle();
  const { unsaved } = await feed.stop();
  expect(unsaved).not.toHaveLength(0);
  expect(lines).toContainEqual(expect.objectContaining({ key: 'k', unsaved: unsaved.length }));
});

test('onGap and fetchPage that give nonsense end the reader with a sentence', async () => {
  const gap = reader([], {
    fetchPage: () => Promise.reject(new Error('gone')),
    isGap: () => true,
    startFrom: { afterEventId: 'x' },
    onGap: () => 'newest' as 'oldest',
  });
  const run = gap.feed.run();
  run.catch(() => {});
  await gap.clock.advance(60_000);
  await expect(run).rejects.toThrow("onGap of the feed reader must return 'oldest'");
  const shapeless = reader([], { fetchPage: async () => ({}) as FeedPage<Item> });
  await expect(shapeless.feed.run()).rejects.toThrow('fetchPage of the feed reader must resolve to');
});

test('an error of onGap ends the reader as it is, however the gap was found', async () => {
  const sms = new Error('no SMS could be sent');
  const day = 86_400_000;
  const old = { ...page('e5'), lastEventId: 'e5' };
  const { feed } = reader([old, old], {
    store: { load: async () => 'e1', save: async () => {} },
    retention: { ms: 90 * day, dateOf: () => Date.UTC(2026, 0, 1) - 90 * day },
    onGap: () => Promise.reject(sms),
  });
  await expect(feed.run()).rejects.toBe(sms);
});
