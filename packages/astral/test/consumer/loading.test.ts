import { describe, expect, test } from 'vitest';
import { scene } from './support/scene.ts';

// The loop of a consumer is loaded by its run, so there is a time in which it runs and has not begun.

describe('a consumer whose loop is not loaded yet', () => {
  test('runs, and has asked for nothing', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer().on('a', () => {});
    void one.run();
    expect(one.health()).toEqual({
      state: 'running',
      live: false,
      lastPollStartedAt: undefined,
      lastPollCompletedAt: undefined,
      lastEventAt: undefined,
      timeout: 600,
      inFlight: 0,
      buffered: 0,
      unconfirmed: 0,
      quarantined: 0,
      consecutiveFailures: 0,
    });
    expect(platform.seen).toEqual([]);
    await clock.advance(1);
    expect(platform.seen.length).toBeGreaterThan(0);
    expect(Object.keys(one.health()).toSorted()).toEqual(Object.keys(consumer().health()).toSorted());
  });

  test('that is paused begins when it is resumed', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer().on('a', () => {});
    void one.run();
    one.pause();
    await clock.advance(60_000);
    expect([one.health().state, platform.seen]).toEqual(['paused', []]);
    const [id] = platform.publish('a');
    one.resume();
    await clock.advance(1_000);
    expect([...platform.confirmed]).toEqual([id]);
  });

  test('that is paused and resumed begins as if nothing had been', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer().on('a', () => {});
    void one.run();
    one.pause();
    one.resume();
    const [id] = platform.publish('a');
    await clock.advance(1_000);
    expect([one.health().state, ...platform.confirmed]).toEqual(['running', id]);
  });

  test('is not begun by pause() and resume() before its run', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer().on('a', () => {});
    one.pause();
    one.resume();
    await clock.advance(1_000);
    expect([one.health().state, platform.seen]).toEqual(['created', []]);
  });

  test('that is stopped ends without a request, and tells its states', async () => {
    const { clock, platform, consumer } = scene();
    const states: string[] = [];
    const one = consumer({
      hooks: {
        state: ({ to }) => {
          states.push(to);
          // A hook that hears of the stop may stop it too.
          if (to === 'draining') void one.stop();
        },
      },
    }).on('a', () => {});
    const run = one.run();
    expect(await one.stop()).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
    await run;
    await clock.advance(60_000);
    expect([one.health().state, states, platform.seen]).toEqual([
      'stopped',
      ['running', 'draining', 'flushing', 'stopped'],
      [],
    ]);
    expect(await one.stop()).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
  });

  test('ends with its client', async () => {
    const { clock, platform, astral, consumer } = scene();
    const one = consumer().on('a', () => {});
    const run = one.run();
    await astral.close();
    await run;
    await clock.advance(60_000);
    expect([one.health().state, platform.seen]).toEqual(['stopped', []]);
  });
});

describe('a stream whose loop is not loaded yet', () => {
  test('ends with its client before its first turn too', async () => {
    const { astral, platform, log } = scene();
    const stream = astral.events.stream()[Symbol.asyncIterator]();
    await astral.close();
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect([platform.seen, log]).toEqual([[], []]);
  });

  test('ends with its client, without a request', async () => {
    const { clock, platform, astral } = scene();
    const turn = astral.events.stream()[Symbol.asyncIterator]().next();
    await astral.close();
    expect(await turn).toEqual({ done: true, value: undefined });
    await clock.advance(60_000);
    expect(platform.seen).toEqual([]);
  });

  test('that is left gives no more events', async () => {
    const { clock, platform, astral } = scene();
    platform.publish('a');
    const stream = astral.events.stream()[Symbol.asyncIterator]();
    const turn = stream.next();
    expect(await stream.return?.()).toEqual({ done: true, value: undefined });
    expect(await turn).toEqual({ done: true, value: undefined });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    await clock.advance(60_000);
    expect(platform.seen).toEqual([]);
  });

  test('gives its turns in the order in which they were asked for', async () => {
    const { clock, platform, astral } = scene();
    const ids = platform.publish('a', {}, 3);
    const stream = astral.events.stream()[Symbol.asyncIterator]();
    const turns = Promise.all([stream.next(), stream.next(), stream.next()]);
    await clock.advance(1_000);
    expect((await turns).map(({ value }) => value?.event.id)).toEqual(ids);
    await Promise.all([stream.return?.(), clock.advance(60_000)]);
  });
});
