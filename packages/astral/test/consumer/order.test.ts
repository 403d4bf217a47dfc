import { describe, expect, test } from 'vitest';
import { scene } from './support/scene.ts';

const orderKey = (event: { data: Record<string, unknown> }): string => String(event.data['key']);

describe('orderKey', () => {
  test('runs events of one key one after the other, in order, and others beside them', async () => {
    const { clock, platform, consumer } = scene();
    const running = new Map<string, number>();
    const order: Record<string, unknown[]> = {};
    let most = 0;
    void consumer({ concurrency: 4, orderKey })
      .on('a', async (event) => {
        const key = orderKey(event);
        running.set(key, (running.get(key) ?? 0) + 1);
        expect(running.get(key)).toBe(1);
        most = Math.max(most, [...running.values()].filter((count) => count > 0).length);
        (order[key] ??= []).push(event.data['n']);
        await clock.sleep(10 + ((Number(event.data['n']) * 7) % 13));
        running.set(key, 0);
      })
      .run();
    for (let n = 0; n < 60; n += 1) platform.publish('a', { key: `k${n % 3}`, n });
    await clock.advance(10_000);
    expect(platform.confirmed.size).toBe(60);
    expect(most).toBe(3);
    for (const [i, key] of ['k0', 'k1', 'k2'].entries())
      expect(order[key]).toEqual(Array.from({ length: 20 }, (_, n) => n * 3 + i));
  });

  test('a slow key does not hold up the others, however many of its events come first', async () => {
    const { clock, platform, consumer } = scene();
    const work = Promise.withResolvers<void>();
    const handled: unknown[] = [];
    const one = consumer({ concurrency: 2, limitMax: 50, orderKey }).on('a', (event) => {
      if (event.data['key'] === 'slow') return work.promise;
      handled.push(event.data['n']);
      return undefined;
    });
    void one.run();
    await clock.advance(10);
    for (let n = 0; n < 20; n += 1) platform.publish('a', { key: 'slow', n });
    for (let n = 0; n < 5; n += 1) platform.publish('a', { key: `other${n}`, n });
    await clock.advance(1_000);
    expect(handled).toEqual([0, 1, 2, 3, 4]);
    expect(one.health().inFlight).toBe(1);
  });

  test('what waits for its key has an end: then nothing more is asked for', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer({ concurrency: 2, limitMax: 10, orderKey }).on('a', () => new Promise(() => {}));
    void one.run();
    platform.publish('a', { key: 'slow' }, 500);
    await clock.advance(100_000);
    expect(one.health().buffered).toBeLessThanOrEqual(10);
    expect(platform.pending.length).toBeGreaterThanOrEqual(489);
  });

  test('goes on with the next of a key after one failed', async () => {
    const { clock, platform, consumer } = scene();
    const started: unknown[] = [];
    void consumer({ concurrency: 4, orderKey, retry: { retries: 1, minDelayMs: 100, maxDelayMs: 100 } })
      .on('a', (event) => {
        started.push(event.data['n']);
        if (event.data['n'] === 0) throw new Error('no');
      })
      .run();
    await clock.advance(10);
    for (let n = 0; n < 3; n += 1) platform.publish('a', { key: 'k', n });
    await clock.advance(1_000);
    expect(started).toEqual([0, 0, 1, 2]);
  });

  test('undefined means no order', async () => {
    const { clock, platform, consumer } = scene();
    let running = 0;
    void consumer({ concurrency: 4, orderKey: () => undefined })
      .on('a', () => {
        running += 1;
        return new Promise(() => {});
      })
      .run();
    platform.publish('a', {}, 4);
    await clock.advance(100);
    expect(running).toBe(4);
  });

  test('that throws fails the run of that event and of no other', async () => {
    const { clock, platform, consumer, log } = scene();
    const handled: string[] = [];
    void consumer({
      orderKey: (event) => {
        if (event.data['key'] === undefined) throw new Error('no key');
        return 'k';
      },
    })
      .on('a', (event) => void handled.push(event.id))
      .run();
    const [bad = ''] = platform.publish('a');
    const [good] = platform.publish('a', { key: 1 });
    await clock.advance(30_000);
    expect(handled).toEqual([good]);
    expect(platform.unconfirmed.has(bad)).toBe(true);
    expect(log.some((line) => line.includes(`event ${bad} (a) was released`))).toBe(true);
  });
});
