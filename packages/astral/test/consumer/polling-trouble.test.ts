import {
  AstralClient,
  AuthenticationError,
  fetchTransport,
  PermissionDeniedError,
} from '@partner-apis/astral';
import { describe, expect, test } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { scene } from './support/scene.ts';

const timeouts = (polls: readonly { timeout: number }[]): number[] => polls.map(({ timeout }) => timeout);

describe('the poll timeout', () => {
  test('is 600 s at first', async () => {
    const { clock, platform, consumer } = scene();
    void consumer()
      .on('a', () => {})
      .run();
    await clock.advance(1);
    expect(timeouts(platform.of('poll'))).toEqual([600]);
  });

  test('goes down step by step while connections die at odd ages, and stays at the lowest', async () => {
    const { clock, platform, consumer } = scene();
    [400, 100, 50, 27, 12, 7, 8.5].forEach((s) => platform.fault('poll', { kind: 'die', ageMs: s * 1_000 }));
    const one = consumer().on('a', () => {});
    void one.run();
    await clock.advance(610_000);
    expect(timeouts(platform.of('poll')).slice(0, 7)).toEqual([600, 300, 120, 60, 30, 10, 10]);
  });

  test('goes up again step by step after success', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('poll', { kind: 'die', ageMs: 400_000 }, { kind: 'die', ageMs: 20_000 });
    void consumer()
      .on('a', () => {})
      .run();
    await clock.advance(1_500_000);
    expect(timeouts(platform.of('poll')).slice(0, 5)).toEqual([600, 300, 120, 300, 600]);
  });

  test('does not change for a connection that was never made, or a server that is busy', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('poll', { kind: 'refuse' }, { kind: 'status', status: 503 }, { kind: 'refuse' });
    void consumer()
      .on('a', () => {})
      .run();
    await clock.advance(10_000);
    expect(timeouts(platform.of('poll'))).toEqual([600, 600, 600, 600]);
  });

  test('learns from two deaths at a similar age what the network allows, and tries again much later', async () => {
    const { clock, platform, consumer } = scene();
    const limit = { ageMs: 100_000 };
    // Something on the way drops whatever is silent for 100 s.
    platform.always = (operation) => {
      const [last] = platform.of('poll').slice(-1);
      const dies = operation === 'poll' && (last?.timeout ?? 0) * 1_000 >= limit.ageMs;
      return dies ? { kind: 'die', ageMs: limit.ageMs } : undefined;
    };
    const steps: unknown[] = [];
    const hooks = {
      ladder: ({ from, to, why }: { from: number; to: number; why: string }) => steps.push([from, to, why]),
    };
    void consumer({ hooks })
      .on('a', () => {})
      .run();
    await clock.advance(201_000);
    expect(steps).toEqual([
      [600, 300, 'died'],
      [300, 60, 'ceiling'],
    ]);
    const before = platform.of('poll').length;
    await clock.advance(3_500_000);
    expect(new Set(timeouts(platform.of('poll').slice(before)))).toEqual(new Set([60]));
    await clock.advance(300_000);
    expect(steps.slice(2)).toEqual([
      [60, 120, 'probe'],
      [120, 60, 'ceiling'],
    ]);
    // The limit is gone: the next probe finds out.
    limit.ageMs = Number.POSITIVE_INFINITY;
    await clock.advance(8_400_000);
    expect(steps.slice(4)).toEqual([
      [60, 120, 'probe'],
      [120, 300, 'recovered'],
      [300, 600, 'recovered'],
    ]);
  });

  test('learns the idle limit of a proxy that answers 504 by itself', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer().on('a', () => {});
    platform.always = () => undefined;
    void one.run();
    // A 504 that comes 60 s into a 600 s poll.
    for (let i = 0; i < 2; i += 1) {
      await clock.advance(59_900);
      const open = platform.of('poll').length;
      expect(open).toBe(i + 1);
      platform.fault('poll');
      platform.expire(504);
      await clock.advance(1_000);
    }
    expect(one.health().timeout).toBe(30);
    expect(one.health().consecutiveFailures).toBe(0);
  });

  test('drops the connection when the platform is silent for the timeout and the slack', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('poll', { kind: 'hang' });
    void consumer({ poll: { slackMs: 5_000 } })
      .on('a', () => {})
      .run();
    await clock.advance(604_999);
    const [first] = platform.of('poll');
    expect(first?.aborted).toBeUndefined();
    await clock.advance(1_000);
    expect(first?.aborted).toBe(true);
    expect(timeouts(platform.of('poll'))).toEqual([600, 300]);
  });

  test('goes on even when the transport does not hear its signal, and takes late events back to the platform', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('poll', { kind: 'hang', deaf: true });
    void consumer({ sweep: { minAgeMs: 0 } })
      .on('a', () => {})
      .run();
    await clock.advance(616_000);
    expect(platform.of('poll')).toHaveLength(2);
    platform.publish('a');
    await clock.advance(1_000);
    expect(platform.confirmed.size).toBe(1);
  });
});

describe('an answer to a poll that was given up', () => {
  test('is not taken, since its events were not asked for any more: the sweep brings them', async () => {
    const { clock, platform, consumer } = scene();
    const told: string[] = [];
    platform.fault('poll', { kind: 'deaf' });
    const one = consumer({
      sweep: { everyMs: 1e9, minAgeMs: 0 },
      hooks: {
        dropped: ({ why }) => void told.push(why),
        received: ({ source }) => void told.push(source),
      },
    }).on('a', () => {});
    void one.run();
    await clock.advance(60_000);
    one.pause();
    one.resume();
    await clock.advance(10_000);
    expect(platform.of('poll')).toHaveLength(2);
    platform.publish('a');
    await clock.advance(10_000);
    expect(told).toEqual(['late', 'sweep']);
    expect(platform.confirmed.size).toBe(1);
  });
});

describe('a poll that fails', () => {
  test('is repeated after 0.25 to 30 s with full jitter, from the start again after success', async () => {
    const { clock, platform, consumer } = scene({ random: () => 0.999_999 });
    platform.fault('poll', ...Array.from({ length: 10 }, () => ({ kind: 'status', status: 500 }) as const));
    const one = consumer().on('a', () => {});
    void one.run();
    await clock.advance(100_000);
    expect(one.health().consecutiveFailures).toBe(10);
    await clock.advance(30_000);
    const at = platform.of('poll').map((seen) => seen.at);
    expect(at.slice(1).map((time, i) => Math.round(time - (at[i] ?? 0)))).toEqual([
      250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
    platform.publish('a');
    platform.fault('poll', { kind: 'status', status: 500 });
    await clock.advance(1_000);
    expect(one.health().consecutiveFailures).toBe(1);
    const [last, previous] = platform.of('poll').toReversed();
    expect((last?.at ?? 0) - (previous?.endedAt ?? 0)).toBe(250);
  });

  test('waits as long as Retry-After says', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('poll', { kind: 'status', status: 429, retryAfter: '120' });
    void consumer()
      .on('a', () => {})
      .run();
    await clock.advance(119_000);
    expect(platform.of('poll')).toHaveLength(1);
    await clock.advance(2_000);
    expect(platform.of('poll')).toHaveLength(2);
  });

  test.each([400, 404, 409, 422, 500, 502, 503])('is never the end for status %i', async (status) => {
    const { clock, platform, consumer } = scene();
    platform.fault('poll', ...Array.from({ length: 5 }, () => ({ kind: 'status', status }) as const));
    void consumer()
      .on('a', () => {})
      .run();
    platform.publish('a');
    await clock.advance(60_000);
    expect(platform.confirmed.size).toBe(1);
  });

  test('loses no event whose answer cannot be read', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('poll', { kind: 'body', body: '{"status":200,"events":[{"id":' });
    void consumer({ sweep: { everyMs: 1e9, minAgeMs: 0 } })
      .on('a', () => {})
      .run();
    await clock.advance(100);
    platform.publish('a', {}, 3);
    await clock.advance(10_000);
    expect(platform.confirmed.size).toBe(3);
  });

  test('loses no event when its connection breaks after the events were handed out', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('poll', { kind: 'reset', after: true });
    void consumer({ sweep: { everyMs: 1e9, minAgeMs: 0 } })
      .on('a', () => {})
      .run();
    await clock.advance(100);
    platform.publish('a', {}, 3);
    await clock.advance(10_000);
    expect(platform.confirmed.size).toBe(3);
  });
});

describe('a poll that ends with nothing at once', () => {
  test('is repeated 50 ms later, and ever more slowly when the platform keeps doing it', async () => {
    const { clock, platform, consumer } = scene();
    platform.always = (operation) =>
      operation === 'poll' ? { kind: 'body', status: 504, body: '' } : undefined;
    platform.answersAtOnce = true;
    void consumer()
      .on('a', () => {})
      .run();
    await clock.advance(500);
    const at = platform.of('poll').map((seen) => seen.at);
    expect(at.slice(1).map((time, i) => time - (at[i] ?? 0))).toEqual(Array.from({ length: 10 }, () => 50));
    const before = platform.of('poll').length;
    await clock.advance(600_000);
    expect(platform.of('poll').length - before).toBeLessThan(620);
    platform.always = () => undefined;
    platform.answersAtOnce = false;
    platform.publish('a');
    await clock.advance(1_100);
    expect(platform.confirmed.size).toBe(1);
  });

  test.each([
    ['an empty list', 200, '{"status":200,"events":[]}'],
    ['null', 200, '{"status":200,"events":null}'],
    ['no events', 200, '{"status":200}'],
    ['no body', 200, ''],
    ['204', 204, ''],
    ['304', 304, ''],
    ['408 in the body', 200, '{"status":408}'],
    ['a bare list', 200, '[]'],
  ])('is a completed poll: %s', async (_, status, body) => {
    const { clock, platform, consumer } = scene();
    const one = consumer({ owner: () => false }).on('a', () => {});
    platform.fault('poll', { kind: 'body', status, body });
    void one.run();
    await clock.advance(1);
    expect(one.health().lastPollCompletedAt).toBeUndefined();
    await clock.advance(600_000);
    expect(one.health()).toMatchObject({
      lastPollCompletedAt: expect.any(Number),
      consecutiveFailures: 0,
      timeout: 600,
    });
  });
});

describe('a gateway that gives up on polls', () => {
  test.each([408, 504])(
    '%i long before the time of the poll is no sign of life, and is reported',
    async (status) => {
      const { clock, platform, consumer, log } = scene();
      const one = consumer({ owner: () => false, liveWithinMs: 60_000 }).on('a', () => {});
      platform.always = (operation) =>
        operation === 'poll' ? { kind: 'body', status, body: '<html></html>' } : undefined;
      platform.answersAtOnce = true;
      void one.run();
      await clock.advance(120_000);
      expect(one.health()).toMatchObject({ live: false, lastPollCompletedAt: undefined });
      expect(log.join('\n')).toContain(`was answered ${status} after 0 s: a gateway on the way gave up`);
    },
  );

  test('at the time of the poll it is an empty answer', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer({ owner: () => false }).on('a', () => {});
    void one.run();
    await clock.advance(599_000);
    platform.expire(504);
    await clock.advance(10);
    expect(one.health().lastPollCompletedAt).toEqual(expect.any(Number));
  });

  test('a sweep that it answers is not done: it is repeated until the platform answers', async () => {
    const { clock, platform, consumer, log, stop } = scene();
    const handled: string[] = [];
    platform.publish('forgotten');
    // Handed out to a process that is gone.
    const gone = consumer().on('forgotten', (_, ctx) => ctx.release());
    void gone.run();
    await clock.advance(100);
    await stop(gone);
    platform.fault('sweep', { kind: 'body', status: 504, body: '<html></html>' });
    const one = consumer({ owner: () => true, sweep: { minAgeMs: 0 } }).on(
      'forgotten',
      ({ id }) => void handled.push(id),
    );
    void one.run();
    await clock.advance(20_000);
    expect(handled).toHaveLength(1);
    expect(log.join('\n')).toContain('a sweep over the unconfirmed events failed');
  });
});

describe('a refusal that is not the platform’s', () => {
  const page = '<html><head><title>401 Authorization Required</title></head></html>';

  test.each([401, 403])('one page with %i does not end the consumer', async (status) => {
    const { clock, platform, consumer } = scene();
    const one = consumer().on('a', () => {});
    platform.fault('poll', { kind: 'body', status, body: page });
    platform.fault('sweep', { kind: 'body', status, body: page });
    platform.answersAtOnce = true;
    void one.run();
    await clock.advance(10);
    platform.answersAtOnce = false;
    await clock.advance(60_000);
    expect(one.health().state).toBe('running');
    platform.publish('a');
    await clock.advance(2_000);
    expect(platform.confirmed.size).toBe(1);
  });

  test('the same page twice does', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer().on('a', () => {});
    platform.always = () => ({ kind: 'body', status: 401, body: page });
    const run = rejection(one.run());
    await clock.advance(60_000);
    expect(await run).toBeInstanceOf(AuthenticationError);
    expect(one.health().state).toBe('failed');
  });
});

describe('a fatal error', () => {
  test.each([
    [401, AuthenticationError],
    [403, PermissionDeniedError],
  ])(
    'status %i of a poll: handlers finish, what is done is confirmed, run() rejects',
    async (status, Class) => {
      const { clock, platform, consumer, log } = scene();
      const one = consumer({ concurrency: 2 }).on('a', () => clock.sleep(1_000));
      const run = rejection(one.run());
      await clock.advance(10);
      platform.publish('a');
      platform.fault('poll', { kind: 'status', status });
      await clock.advance(5_000);
      expect(await run).toBeInstanceOf(Class);
      expect(one.health()).toMatchObject({ state: 'failed', live: false });
      expect(platform.confirmed.size).toBe(1);
      expect(log.filter((line) => line.startsWith('error'))).toHaveLength(1);
      expect(clock.waiting).toBe(0);
    },
  );

  test('status 401 of a confirmation ends it too, and names what is not confirmed', async () => {
    const { clock, platform, consumer } = scene();
    platform.always = (operation) => (operation === 'confirm' ? { kind: 'status', status: 401 } : undefined);
    const one = consumer().on('a', () => {});
    const run = rejection(one.run());
    const [id] = platform.publish('a');
    await clock.advance(30_000);
    expect(await run).toBeInstanceOf(AuthenticationError);
    expect(await one.stop()).toEqual({ drained: true, abandoned: [], unconfirmed: [id] });
  });

  test('status 403 of a sweep ends it too', async () => {
    const { clock, platform, consumer } = scene();
    platform.fault('sweep', { kind: 'status', status: 403 });
    const run = rejection(
      consumer()
        .on('a', () => {})
        .run(),
    );
    await clock.advance(1_000);
    expect(await run).toBeInstanceOf(PermissionDeniedError);
  });

  test('a runtime that does not let the program connect ends it', async () => {
    const words = 'Requires net access to "127.0.0.1:8000", run again with the --allow-net flag';
    const transport = fetchTransport({ fetch: () => Promise.reject(new Error(words)) });
    const one = new AstralClient({ apiKey: 'key', transport }).consumer().on('a', () => {});
    expect(await rejection(one.run())).toMatchObject({ code: 'CONNECTION', reason: 'ERR_ACCESS_DENIED' });
  });
});
