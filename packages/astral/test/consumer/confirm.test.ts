import { describe, expect, test } from 'vitest';
import { scene } from './support/scene.ts';

const every = { sweep: { everyMs: 10_000, minAgeMs: 0 } };

describe('a confirmation that fails', () => {
  test.each([
    ['a connection that breaks', { kind: 'reset', after: false }],
    ['a connection that breaks after the effect', { kind: 'reset', after: true }],
    ['a refused connection', { kind: 'refuse' }],
    ['status 503', { kind: 'status', status: 503 }],
    ['status 429', { kind: 'status', status: 429, retryAfter: '2' }],
    ['an answer that is no JSON', { kind: 'body', body: '<html>' }],
    ['no answer at all', { kind: 'hang' }],
    ['a transport that does not even hear its signal', { kind: 'hang', deaf: true }],
  ] as const)('is repeated after %s, and the handler is not', async (_, fault) => {
    const { clock, platform, consumer } = scene();
    let runs = 0;
    platform.fault('confirm', fault, fault);
    const one = consumer(every).on('a', () => void (runs += 1));
    void one.run();
    await clock.advance(10);
    const [id] = platform.publish('a');
    await clock.advance(1);
    expect(one.health().unconfirmed).toBe(1);
    await clock.advance(100_000);
    expect(runs).toBe(1);
    expect([...platform.confirmed]).toEqual([id]);
    expect(one.health().unconfirmed).toBe(0);
    expect(platform.of('confirm').length).toBe(3);
  });

  test('waits with full jitter between 0.25 and 30 s', async () => {
    const gaps = async (random: () => number): Promise<number[]> => {
      const { clock, platform, consumer } = scene({ random });
      platform.always = (operation) =>
        operation === 'confirm' ? { kind: 'status', status: 500 } : undefined;
      void consumer()
        .on('a', () => {})
        .run();
      platform.publish('a');
      await clock.advance(150_000);
      const at = platform.of('confirm').map((seen) => seen.at);
      return at.slice(1, 11).map((time, i) => Math.round(time - (at[i] ?? 0)));
    };
    expect(await gaps(() => 0.999_999)).toEqual([
      250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
    expect(await gaps(() => 0.5)).toEqual([125, 250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    // Even the luckiest draw leaves a pause.
    expect(new Set(await gaps(() => 0))).toEqual(new Set([50]));
  });

  test('waits as long as the platform asks', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('confirm', { kind: 'status', status: 429, retryAfter: '40' });
    void consumer()
      .on('a', () => {})
      .run();
    platform.publish('a');
    await clock.advance(39_000);
    expect(platform.of('confirm')).toHaveLength(1);
    await clock.advance(2_000);
    expect(platform.confirmed.size).toBe(1);
  });

  test('stops the polling at maxUnconfirmed, until it gets through', async () => {
    const { clock, platform, consumer } = scene();
    platform.always = (operation) => (operation === 'confirm' ? { kind: 'status', status: 503 } : undefined);
    let runs = 0;
    const one = consumer({ ...every, concurrency: 4, maxUnconfirmed: 10 }).on('a', () => void (runs += 1));
    void one.run();
    await clock.advance(10);
    platform.publish('a', {}, 30);
    await clock.advance(600_000);
    expect(runs).toBe(10);
    expect(one.health().unconfirmed).toBe(10);
    const polls = platform.of('poll').length;
    await clock.advance(600_000);
    expect(platform.of('poll')).toHaveLength(polls);
    platform.always = () => undefined;
    await clock.advance(60_000);
    expect(runs).toBe(30);
    expect(platform.confirmed.size).toBe(30);
  });
});

describe('a confirmation that is refused', () => {
  test('is cut in two until the one to blame stands alone; the others are confirmed', async () => {
    const { clock, platform, consumer, log } = scene();
    const work = Promise.withResolvers<void>();
    let runs = 0;
    const one = consumer({ ...every, concurrency: 30 }).on('a', () => {
      runs += 1;
      return work.promise;
    });
    void one.run();
    await clock.advance(10);
    const ids = platform.publish('a', {}, 20);
    const [bad = ''] = ids.slice(12);
    platform.refuses.add(bad);
    await clock.advance(10);
    work.resolve();
    await clock.advance(5_000);
    expect(new Set(platform.confirmed)).toEqual(new Set(ids.filter((id) => id !== bad)));
    await clock.advance(100_000);
    expect(runs).toBe(20);
    expect(log.filter((line) => line.includes(bad) && line.startsWith('error'))).toHaveLength(1);
    // One bad id is no reason to stop polling for months.
    expect(one.health().unconfirmed).toBe(0);
  });

  test('is never a reason to run the handler again', async () => {
    const { clock, platform, consumer, stop } = scene();
    let runs = 0;
    const one = consumer(every).on('a', () => void (runs += 1));
    void one.run();
    await clock.advance(10);
    const [bad = ''] = platform.publish('a');
    platform.refuses.add(bad);
    await clock.advance(600_000);
    expect(runs).toBe(1);
    expect(await stop(one)).toMatchObject({ drained: true, unconfirmed: [bad] });
  });

  test('stops the polling when it is everything that is refused', async () => {
    const { clock, platform, consumer } = scene();
    platform.always = (operation) => (operation === 'confirm' ? { kind: 'status', status: 400 } : undefined);
    let runs = 0;
    void consumer({ ...every, concurrency: 4, maxUnconfirmed: 8 })
      .on('a', () => void (runs += 1))
      .run();
    await clock.advance(10);
    platform.publish('a', {}, 50);
    await clock.advance(3_600_000);
    expect(runs).toBe(8);
    expect(platform.of('confirm').length).toBeLessThan(300);
    platform.always = () => undefined;
    await clock.advance(1_200_000);
    expect(runs).toBe(50);
    expect(platform.confirmed.size).toBe(50);
  });

  test.each([404, 409, 410])('means that the id is not waiting any more for status %i', async (status) => {
    const { clock, platform, consumer, stop } = scene();
    platform.fault('confirm', { kind: 'reset', after: true }, { kind: 'status', status });
    const one = consumer().on('a', () => {});
    void one.run();
    platform.publish('a');
    await clock.advance(5_000);
    expect(one.health().unconfirmed).toBe(0);
    expect(await stop(one)).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
  });

  test('with a count below the number sent is through all the same', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('confirm', { kind: 'body', body: '{"status":200,"count":0}' });
    const one = consumer().on('a', () => {});
    void one.run();
    platform.publish('a');
    await clock.advance(5_000);
    expect(platform.of('confirm')).toHaveLength(1);
    expect(one.health().unconfirmed).toBe(0);
  });
});
