import { describe, expect, test } from 'vitest';
import { scene } from './support/scene.ts';

describe('the sweep over unconfirmed events', () => {
  test('finds at start what a crashed consumer has left behind', async () => {
    const { clock, platform, consumer } = scene();
    const ids = platform.leaveBehind('a', {}, 5);
    void consumer({ sweep: { minAgeMs: 0 } })
      .on('a', () => {})
      .run();
    await clock.advance(1_000);
    expect([...platform.confirmed]).toEqual(ids);
  });

  test('leaves an id alone until it has been unconfirmed for minAgeMs, since another process may have it', async () => {
    const { clock, platform, consumer } = scene();
    const handled: string[] = [];
    const [id] = platform.leaveBehind('a');
    void consumer()
      .on('a', (event) => void handled.push(event.id))
      .run();
    await clock.advance(149_000);
    expect(handled).toEqual([]);
    await clock.advance(50_000);
    expect(handled).toEqual([id]);
  });

  test('never takes what another process confirms in time', async () => {
    const { clock, platform, consumer } = scene();
    const handled: string[] = [];
    void consumer({ sweep: { everyMs: 10_000, minAgeMs: 30_000 } })
      .on('a', (event) => void handled.push(event.id))
      .run();
    for (let i = 0; i < 50; i += 1) {
      const [id = ''] = platform.leaveBehind('a');
      await clock.advance(25_000);
      platform.unconfirmed.delete(id);
    }
    expect(platform.of('sweep').length).toBeGreaterThan(50);
    expect(handled).toEqual([]);
  });

  test('takes at once where owner() says that this process is the one', async () => {
    const { clock, platform, consumer } = scene();
    const ids = platform.leaveBehind('a', {}, 3);
    void consumer({ owner: () => true })
      .on('a', () => {})
      .run();
    await clock.advance(1_000);
    expect([...platform.confirmed]).toEqual(ids);
  });

  test('is left to others where owner() says no, and taken over when that changes', async () => {
    const { clock, platform, consumer } = scene();
    let ours = false;
    platform.leaveBehind('a');
    void consumer({ owner: () => Promise.resolve(ours), sweep: { everyMs: 10_000 } })
      .on('a', () => {})
      .run();
    await clock.advance(100_000);
    expect(platform.of('sweep')).toEqual([]);
    ours = true;
    await clock.advance(20_000);
    expect(platform.confirmed.size).toBe(1);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('no lock');
      },
    ],
    ['never answers', () => new Promise<boolean>(() => {})],
  ])('goes on polling where owner() %s', async (_, owner) => {
    const { clock, platform, consumer } = scene();
    void consumer({ owner, sweep: { everyMs: 10_000 } })
      .on('a', () => {})
      .run();
    await clock.advance(60_000);
    platform.publish('a');
    await clock.advance(1_000);
    expect(platform.of('sweep')).toEqual([]);
    expect(platform.confirmed.size).toBe(1);
  });

  test('comes regularly, at times of its own for each instance', async () => {
    const times = async (random: () => number): Promise<number[]> => {
      const { clock, platform, consumer } = scene({ random });
      void consumer()
        .on('a', () => {})
        .run();
      await clock.advance(3_600_000);
      const sweeps = platform.of('sweep').map(({ at }) => at);
      return sweeps.slice(1).map((at, i) => at - (sweeps[i] ?? 0));
    };
    expect(await times(() => 0)).toEqual(Array.from({ length: 16 }, () => 225_000));
    expect(await times(() => 1)).toEqual(Array.from({ length: 9 }, () => 375_000));
  });

  test('looks soon after a poll died, and again when the platform has given up on that poll', async () => {
    const { clock, platform, consumer } = scene();
    const handled: string[] = [];
    platform.fault('poll', { kind: 'die', ageMs: 100_000 });
    void consumer({ sweep: { everyMs: 1e9, minAgeMs: 0 } })
      .on('a', (event) => void handled.push(event.id))
      .run();
    await clock.advance(101_000);
    // The platform hands this one to the connection that is gone.
    const [id] = platform.publish('a');
    await clock.advance(5_000);
    expect(platform.unconfirmed.has(String(id))).toBe(true);
    await clock.advance(600_000);
    expect(handled).toEqual([id]);
    expect(platform.of('sweep').map(({ at }) => Math.round((at - 1_000_000) / 1_000))).toEqual([0, 101, 603]);
  });

  test('reads on page by page, and leaves room for new events', async () => {
    const { clock, platform, consumer } = scene();
    const handled: string[] = [];
    const old = platform.leaveBehind('a', {}, 200);
    void consumer({ concurrency: 1, limitMax: 10, sweep: { minAgeMs: 0 } })
      .on('a', async (event) => {
        await clock.sleep(100);
        handled.push(event.id);
      })
      .run();
    await clock.advance(500);
    const fresh = platform.publish('a', {}, 20);
    await clock.advance(6_000);
    // With one slot, every second event is a new one.
    expect(fresh.filter((id) => handled.includes(id)).length).toBe(20);
    expect(old.filter((id) => handled.includes(id)).length).toBeGreaterThan(20);
    await clock.advance(30_000);
    expect(new Set(handled)).toEqual(new Set([...old, ...fresh]));
    expect(handled).toHaveLength(220);
    expect(platform.of('sweep').length).toBeLessThan(100);
  });

  test('asks for more when what cannot be taken fills the page', async () => {
    const { clock, platform, consumer } = scene();
    const work = Promise.withResolvers<void>();
    const handled: string[] = [];
    const stuck = platform.leaveBehind('stuck', {}, 12);
    const [good] = platform.leaveBehind('good');
    void consumer({ concurrency: 20, limitMax: 4, sweep: { minAgeMs: 0 } })
      .on('stuck', () => work.promise)
      .on('good', (event) => void handled.push(event.id))
      .run();
    await clock.advance(30_000);
    expect(handled).toEqual([good]);
    expect(Math.max(...platform.of('sweep').map(({ limit }) => limit))).toBeLessThanOrEqual(32);
    work.resolve();
    await clock.advance(1_000);
    expect(new Set(platform.confirmed)).toEqual(new Set([...stuck, good]));
  });

  test('does not run again what was handled, though the platform shows it as unconfirmed: it confirms it again', async () => {
    const { clock, platform, consumer } = scene();
    let runs = 0;
    void consumer({ sweep: { everyMs: 10_000, minAgeMs: 0 } })
      .on('a', () => void (runs += 1))
      .run();
    // The platform says yes and forgets about it.
    platform.fault('confirm', { kind: 'body', body: '{"status":200,"count":1}' });
    const [id = ''] = platform.publish('a');
    await clock.advance(1_000);
    platform.unconfirmed.set(id, { id, code: 'a', producer: '', consumer: [], data: {} });
    platform.confirmed.clear();
    await clock.advance(30_000);
    expect(runs).toBe(1);
    expect([...platform.confirmed]).toEqual([id]);
  });

  test('is repeated with growing waits when it fails, and keeps out of the way of the polls', async () => {
    const { clock, platform, consumer } = scene();
    platform.always = (operation) => (operation === 'sweep' ? { kind: 'status', status: 503 } : undefined);
    void consumer()
      .on('a', () => {})
      .run();
    await clock.advance(600_000);
    expect(platform.of('sweep').length).toBeGreaterThan(10);
    expect(platform.of('sweep').length).toBeLessThan(60);
    platform.publish('a', {}, 50);
    await clock.advance(1_000);
    expect(platform.confirmed.size).toBe(50);
    platform.always = () => undefined;
    platform.leaveBehind('a');
    await clock.advance(300_000);
    expect(platform.confirmed.size).toBe(51);
  });
});
