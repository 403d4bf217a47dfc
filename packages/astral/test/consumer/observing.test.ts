import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ConsumerHooks, SignalName } from '@partner-apis/astral';
import { describe, expect, onTestFinished, test } from 'vitest';
import { scene } from './support/scene.ts';

describe('health()', () => {
  test('is live by completed polls, not by begun ones', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer({ owner: () => false, liveWithinMs: 700_000 }).on('a', () => {});
    expect(one.health()).toMatchObject({ state: 'created', live: false, lastPollStartedAt: undefined });
    void one.run();
    await clock.advance(1_000);
    expect(one.health()).toMatchObject({ state: 'running', live: false, lastPollStartedAt: 1_000_000 });
    expect(one.health().lastPollCompletedAt).toBeUndefined();
    await clock.advance(600_000);
    expect(one.health()).toMatchObject({ live: true, lastPollCompletedAt: 1_600_000 });
    platform.always = () => ({ kind: 'status', status: 500 });
    await clock.advance(699_000 + 600_000);
    expect(one.health()).toMatchObject({ live: true });
    await clock.advance(2_000);
    expect(one.health()).toMatchObject({ live: false, lastPollCompletedAt: 2_200_000 });
    expect(one.health().lastPollStartedAt).toBeGreaterThan(2_800_000);
  });

  test('counts a completed sweep as a sign of life', async () => {
    const { clock, consumer } = scene();
    const one = consumer().on('a', () => {});
    void one.run();
    await clock.advance(1);
    expect(one.health()).toMatchObject({ live: true, lastPollCompletedAt: 1_000_000 });
  });

  test('knows what is at work, waiting and unconfirmed', async () => {
    const { clock, platform, consumer } = scene();
    platform.always = (operation) => (operation === 'confirm' ? { kind: 'hang' } : undefined);
    const one = consumer({ concurrency: 2, sweep: { everyMs: 1_000, minAgeMs: 0 } })
      .on('slow', () => new Promise(() => {}))
      .on('quick', () => {});
    void one.run();
    platform.publish('quick');
    await clock.advance(10);
    platform.leaveBehind('slow', {}, 3);
    await clock.advance(2_000);
    expect(one.health()).toMatchObject({
      inFlight: 2,
      buffered: 1,
      unconfirmed: 1,
      quarantined: 0,
      consecutiveFailures: 0,
      timeout: 600,
      lastEventAt: 1_001_000,
    });
  });

  test('stays live in a pause, and is given time after it', async () => {
    const { clock, consumer } = scene();
    const one = consumer({ liveWithinMs: 10_000, sweep: { everyMs: 1e9 } }).on('a', () => {});
    void one.run();
    await clock.advance(100);
    one.pause();
    await clock.advance(3_600_000);
    expect(one.health().live).toBe(true);
    one.resume();
    expect(one.health().live).toBe(true);
    await clock.advance(1_500);
    expect(one.health().lastPollCompletedAt).toBeGreaterThan(4_600_000);
  });
});

/** Plays every signal there is. */
async function everything(hooks: ConsumerHooks): Promise<ReturnType<typeof scene>> {
  const stage = scene();
  const { clock, platform, consumer, stop } = stage;
  const one = consumer({
    hooks,
    sweep: { everyMs: 10_000, minAgeMs: 1_000 },
    retry: { retries: 1, minDelayMs: 10, maxDelayMs: 10 },
    maxAttempts: 4,
    deadLetter: () => {},
  })
    .on('good', () => {})
    .on('bad', () => Promise.reject(new Error('no')))
    .on('back', (_, ctx) => ctx.release('later'));
  void one.run();
  await clock.advance(0);
  platform.leaveBehind('good', {}, 2);
  platform.publish('good', {}, 2);
  platform.publish('bad');
  platform.publish('back');
  platform.publish('unknown');
  const [refused = ''] = platform.publish('good');
  platform.refuses.add(refused);
  platform.fault('poll', { kind: 'die', ageMs: 20_000 });
  await clock.advance(60_000);
  await stop(one);
  return stage;
}

describe('hooks', () => {
  test('tell everything that happens, and nothing of the data', async () => {
    const told: Record<string, unknown[]> = {};
    const names: SignalName[] = [
      'state',
      'received',
      'dropped',
      'failed',
      'handled',
      'released',
      'deadLettered',
      'quarantined',
      'confirmed',
      'confirmFailed',
      'confirmRefused',
      'poll',
      'sweep',
      'ladder',
    ];
    const hooks = Object.fromEntries(
      names.map((name) => [name, (signal: unknown) => void (told[name] ??= []).push(signal)]),
    );
    await everything(hooks);
    expect(Object.keys(told).toSorted()).toEqual(names.toSorted());
    expect(told['state']).toEqual([
      { from: 'created', to: 'running' },
      { from: 'running', to: 'draining' },
      { from: 'draining', to: 'flushing' },
      { from: 'flushing', to: 'stopped' },
    ]);
    expect(told['received']?.[0]).toEqual({ eventId: expect.any(String), code: 'good', source: 'poll' });
    expect(told['poll']?.at(-1)).toMatchObject({ outcome: 'ended', events: 0 });
    expect(told['ladder']).toContainEqual({ from: 600, to: 300, why: 'died' });
  });

  test('that throw or reject change nothing, and are reported', async () => {
    const quiet = await everything({});
    const bad = new Proxy<ConsumerHooks>(
      {},
      {
        get: (_, name) => {
          if (name === 'around') return undefined;
          if (name === 'poll') return () => Promise.reject(new Error('bad hook'));
          return () => {
            throw new Error('bad hook');
          };
        },
        ownKeys: () => [],
      },
    );
    const loud = await everything(bad);
    const requests = ({ platform }: typeof loud): unknown[] =>
      platform.seen.map(({ operation, at, limit, timeout, ids }) => [operation, at, limit, timeout, ids]);
    expect(requests(loud)).toEqual(requests(quiet));
    expect(loud.platform.confirmed).toEqual(quiet.platform.confirmed);
    expect(loud.log.some((line) => line.includes('hooks.handled threw'))).toBe(true);
    expect(loud.log.some((line) => line.includes('hooks.poll threw'))).toBe(true);
  });

  test('a logger that throws changes nothing', async () => {
    const { clock, platform, astral, stop } = scene();
    const fail = (): void => {
      throw new Error('disk full');
    };
    const loud = astral.with({ logger: { debug: fail, info: fail, warn: fail, error: fail } });
    const one = loud
      .consumer({ retry: { retries: 0 }, sweep: { everyMs: 1_000, minAgeMs: 0 } })
      .on('a', (_, ctx) => {
        if (ctx.attempt < 3) throw new Error('no');
      });
    void one.run();
    platform.fault('poll', { kind: 'status', status: 500 });
    platform.publish('a');
    await clock.advance(10_000);
    expect(platform.confirmed.size).toBe(1);
    await stop(one);
  });
});

describe('around', () => {
  test('wraps each run, hears of its end, and passes context on', async () => {
    const { clock, platform, consumer } = scene();
    const seen: unknown[] = [];
    void consumer({
      retry: { retries: 1, minDelayMs: 0 },
      hooks: {
        around: async ({ code, attempt }, next) => {
          try {
            await next();
            seen.push(`${code} ${attempt} ok`);
          } catch (error) {
            seen.push(`${code} ${attempt} ${String(error)}`);
            throw error;
          }
        },
      },
    })
      .on('a', (_, ctx) => {
        if (ctx.attempt === 1) throw new Error('no');
      })
      .run();
    platform.publish('a');
    await clock.advance(1_000);
    expect(seen).toEqual(['a 1 Error: no', 'a 2 ok']);
    expect(platform.confirmed.size).toBe(1);
  });

  test.each([
    [
      'throws before',
      () => {
        throw new Error('bad hook');
      },
    ],
    [
      'throws after',
      async (_: unknown, next: () => Promise<void>) => {
        await next();
        throw new Error('bad hook');
      },
    ],
    ['forgets to call next', () => {}],
    [
      'never ends',
      async (_: unknown, next: () => Promise<void>) => {
        await next();
        await new Promise(() => {});
      },
    ],
    [
      'calls next twice',
      async (_: unknown, next: () => Promise<void>) => {
        await next();
        await next();
      },
    ],
    ['does not wait', (_: unknown, next: () => Promise<void>) => void next()],
  ])('that %s changes nothing', async (_, around) => {
    const { clock, platform, consumer, stop } = scene();
    let runs = 0;
    const one = consumer({ hooks: { around }, retry: { retries: 0 } })
      .on('a', () => void (runs += 1))
      .on('bad', () => Promise.reject(new Error('no')));
    void one.run();
    const [id] = platform.publish('a');
    platform.publish('bad');
    await clock.advance(1_000);
    expect(runs).toBe(1);
    expect([...platform.confirmed]).toEqual([id]);
    expect(await stop(one)).toMatchObject({ drained: true });
  });
});

test('diagnostics channels carry the same, with the consumer that it came from', async () => {
  const { clock, platform, consumer } = scene();
  const messages: unknown[] = [];
  const listener = (message: unknown): void => void messages.push(message);
  subscribe('partner-apis:astral:consumer:handled', listener);
  onTestFinished(() => void unsubscribe('partner-apis:astral:consumer:handled', listener));
  const one = consumer().on('a', () => {});
  void one.run();
  const [id] = platform.publish('a');
  await clock.advance(100);
  expect(messages).toEqual([{ consumer: one, eventId: id, code: 'a', attempt: 1, durationMs: 0 }]);
});
