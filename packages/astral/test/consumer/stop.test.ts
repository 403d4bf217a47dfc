import { ConfigurationError, type Consumer } from '@partner-apis/astral';
import { describe, expect, test } from 'vitest';
import { scene } from './support/scene.ts';
import { rejection, settle } from '@partner-apis/test-kit';

describe('stop()', () => {
  test('leaves nothing: no timer, no request, no listener', async () => {
    const { clock, platform, consumer, stop } = scene();
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...args: Parameters<typeof add>) => ((listeners += 1), add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => ((listeners -= 1), remove(...args));
    const before = process.listenerCount('SIGTERM');
    const one = consumer({ signal, signals: ['SIGTERM'] }).on('a', () => clock.sleep(100));
    const run = one.run();
    await clock.advance(10);
    expect([listeners, process.listenerCount('SIGTERM')]).toEqual([1, before + 1]);
    platform.publish('a', {}, 20);
    await clock.advance(50);
    expect(await stop(one)).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
    await run;
    expect([clock.waiting, platform.open, listeners]).toEqual([0, 0, 0]);
    expect(process.listenerCount('SIGTERM')).toBe(before);
    const requests = platform.seen.length;
    await clock.advance(3_600_000);
    expect(platform.seen).toHaveLength(requests);
  });

  test('lets handlers finish and confirms what they did', async () => {
    const { clock, platform, consumer, stop } = scene();
    const one = consumer({ concurrency: 5 }).on('a', () => clock.sleep(5_000));
    void one.run();
    await clock.advance(10);
    const ids = platform.publish('a', {}, 5);
    await clock.advance(10);
    expect(await stop(one)).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
    expect(new Set(platform.confirmed)).toEqual(new Set(ids));
  });

  test('gives back what waited for a slot, or for another try', async () => {
    const { clock, platform, consumer, stop } = scene();
    const started: string[] = [];
    const one = consumer({
      concurrency: 1,
      sweep: { minAgeMs: 0 },
      retry: { retries: 3, minDelayMs: 60_000, maxDelayMs: 60_000 },
    }).on('a', (event) => {
      started.push(event.id);
      throw new Error('no');
    });
    platform.leaveBehind('a', {}, 3);
    void one.run();
    await clock.advance(10);
    expect(one.health().buffered).toBe(2);
    const at = clock.now();
    expect(await stop(one)).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
    expect(clock.now() - at).toBeLessThan(1_000);
    expect(started).toHaveLength(1);
    expect(platform.unconfirmed.size).toBe(3);
  });

  test('gives back what the store of attempts was still counting: its handler does not begin', async () => {
    const { clock, platform, consumer, stop } = scene();
    const started: string[] = [];
    const attempts = { increment: () => clock.sleep(500).then(() => 1), forget: () => {} };
    const one = consumer({ attempts }).on('a', (event) => void started.push(event.id));
    void one.run();
    await clock.advance(10);
    platform.publish('a', {}, 1);
    await clock.advance(100);
    expect(await stop(one)).toMatchObject({ unconfirmed: [] });
    await clock.advance(1_000);
    expect([started.length, platform.confirmed.size, platform.unconfirmed.size]).toEqual([0, 0, 1]);
  });

  test('aborts handlers after drainMs and names those that do not settle within graceMs', async () => {
    const { clock, platform, consumer, stop } = scene();
    const aborted: unknown[] = [];
    const one = consumer({ concurrency: 3 })
      .on('deaf', () => new Promise(() => {}))
      .on('listens', async (_, ctx) => {
        await new Promise((resolve) => {
          ctx.signal.addEventListener('abort', resolve, { once: true });
        });
        aborted.push(clock.now());
        throw ctx.signal.reason;
      });
    const run = one.run();
    await clock.advance(10);
    const [deaf] = platform.publish('deaf');
    platform.publish('listens');
    await clock.advance(10);
    const states: string[] = [];
    const at = clock.now();
    const result = stop(one, { drainMs: 2_000, graceMs: 500 });
    states.push(one.health().state);
    expect(await result).toEqual({ drained: false, abandoned: [deaf], unconfirmed: [] });
    expect(aborted).toEqual([at + 2_000]);
    expect(clock.now()).toBe(at + 2_500);
    await run;
    expect(one.health().state).toBe('stopped');
    expect(platform.of('confirm')).toEqual([]);
  });

  test('does not confirm what it has called abandoned, though the handler resolves during the flush', async () => {
    const { clock, platform, consumer, stop } = scene();
    const one = consumer()
      .on('done', () => {})
      .on('late', () => clock.sleep(1_000));
    void one.run();
    await clock.advance(10);
    platform.fault('confirm', ...Array.from({ length: 6 }, () => ({ kind: 'status', status: 503 }) as const));
    const [done] = platform.publish('done');
    const [late] = platform.publish('late');
    await clock.advance(10);
    const result = await stop(one, { drainMs: 100, graceMs: 100, flushMs: 30_000 });
    expect(result).toEqual({ drained: false, abandoned: [late], unconfirmed: [] });
    expect([...platform.confirmed]).toEqual([done]);
  });

  test('does not confirm what an abandoned handler does later', async () => {
    const { clock, platform, consumer, stop } = scene();
    const work = Promise.withResolvers<void>();
    const one = consumer().on('a', () => work.promise);
    void one.run();
    platform.publish('a');
    await clock.advance(10);
    await stop(one, { drainMs: 0, graceMs: 0 });
    work.resolve();
    await clock.advance(60_000);
    expect(platform.of('confirm')).toEqual([]);
  });

  test('settles within its three limits though the platform is dead, and says what is not confirmed', async () => {
    const { clock, platform, consumer, stop } = scene();
    const one = consumer().on('a', () => {});
    void one.run();
    await clock.advance(10);
    platform.always = () => ({ kind: 'hang', deaf: true });
    const [id] = platform.publish('a');
    await clock.advance(1_000);
    const at = clock.now();
    expect(await stop(one, { flushMs: 3_000 })).toEqual({ drained: true, abandoned: [], unconfirmed: [id] });
    expect(clock.now() - at).toBe(3_000);
    expect(clock.waiting).toBe(0);
  });

  test('tries a confirmation once more at once, whatever wait was due', async () => {
    const { clock, platform, consumer, stop } = scene({ random: () => 1 });
    const one = consumer().on('a', () => {});
    void one.run();
    await clock.advance(10);
    platform.always = (operation) => (operation === 'confirm' ? { kind: 'status', status: 503 } : undefined);
    platform.publish('a');
    await clock.advance(100_000);
    platform.always = () => undefined;
    const at = clock.now();
    expect(await stop(one)).toMatchObject({ unconfirmed: [] });
    expect(clock.now()).toBe(at);
  });

  test('can be called as often as one likes, from hooks too', async () => {
    const { clock, consumer } = scene();
    const results: unknown[] = [];
    const one: Consumer = consumer({ hooks: { state: () => void results.push(one.stop()) } }).on(
      'a',
      () => {},
    );
    void one.run();
    await clock.advance(10);
    const first = one.stop();
    expect(one.stop()).toBe(first);
    await clock.advance(30_000);
    expect(await Promise.all(results)).toContainEqual(await first);
    expect(await one.stop({ drainMs: 1 })).toBe(await first);
  });

  test('before run() means that run() has nothing to do', async () => {
    const { platform, consumer } = scene();
    const one = consumer().on('a', () => {});
    expect(await one.stop()).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
    await one.run();
    expect(platform.seen).toEqual([]);
    expect(one.health().state).toBe('stopped');
  });

  test('within a handler settles all the same', async () => {
    const { clock, platform, consumer } = scene();
    const one: Consumer = consumer().on(
      'a',
      async () => void (await one.stop({ drainMs: 1_000, graceMs: 100 })),
    );
    const run = one.run();
    const [id] = platform.publish('a');
    await clock.advance(5_000);
    await run;
    expect(await one.stop()).toMatchObject({ drained: false, abandoned: [id] });
  });

  test('comes with `await using`', async () => {
    const { clock, platform, astral } = scene();
    let run: Promise<void> | undefined;
    {
      await using one = astral.consumer().on('a', () => {});
      run = one.run();
      platform.publish('a');
      await clock.advance(100);
    }
    await run;
    expect(platform.confirmed.size).toBe(1);
    expect(clock.waiting).toBe(0);
  });

  test('comes with the close() of the client', async () => {
    const { clock, astral } = scene();
    const run = astral
      .consumer()
      .on('a', () => {})
      .run();
    await clock.advance(10);
    await astral.close();
    await run;
    expect(clock.waiting).toBe(0);
  });
});

describe('signals', () => {
  test('aborting `signal` is a stop: handlers finish, run() resolves', async () => {
    const { clock, platform, consumer } = scene();
    const controller = new AbortController();
    const run = consumer({ signal: controller.signal })
      .on('a', () => clock.sleep(1_000))
      .run();
    platform.publish('a');
    await clock.advance(10);
    controller.abort();
    await clock.advance(5_000);
    await run;
    expect(platform.confirmed.size).toBe(1);
  });

  test('a `signal` that was aborted before means that nothing begins', async () => {
    const { platform, consumer } = scene();
    await consumer({ signal: AbortSignal.abort() })
      .on('a', () => {})
      .run();
    expect(platform.seen).toEqual([]);
  });

  test('the first process signal stops; the next one is Node’s again', async () => {
    const { clock, consumer } = scene();
    const others = process.listeners('SIGUSR2');
    const run = consumer({ signals: ['SIGUSR2'] })
      .on('a', () => {})
      .run();
    await clock.advance(10);
    process.emit('SIGUSR2', 'SIGUSR2');
    expect(process.listeners('SIGUSR2')).toEqual(others);
    await settle();
    await run;
  });
});

describe('run()', () => {
  test('works once', async () => {
    const { clock, consumer, stop } = scene();
    const one = consumer().on('a', () => {});
    const run = one.run();
    expect(await rejection(one.run())).toBeInstanceOf(ConfigurationError);
    await clock.advance(10);
    await stop(one);
    await run;
    expect(await rejection(one.run())).toBeInstanceOf(ConfigurationError);
  });
});

describe('pause()', () => {
  test('ends the poll, starts nothing, lets handlers finish and confirms them', async () => {
    const { clock, platform, consumer } = scene();
    const started: string[] = [];
    const one = consumer({ concurrency: 2 }).on('a', async (event) => {
      started.push(event.id);
      await clock.sleep(1_000);
    });
    void one.run();
    await clock.advance(10);
    platform.publish('a');
    await clock.advance(10);
    one.pause();
    expect(one.health().state).toBe('paused');
    await clock.advance(0);
    expect(platform.open).toBe(0);
    platform.publish('a', {}, 3);
    await clock.advance(900_000);
    expect(started).toHaveLength(1);
    expect(platform.confirmed.size).toBe(1);
    const requests = platform.seen.length;
    one.resume();
    await clock.advance(10_000);
    expect(platform.seen.length).toBeGreaterThan(requests);
    expect(platform.confirmed.size).toBe(4);
  });

  test('does not run a failed handler again before resume()', async () => {
    const { clock, platform, consumer } = scene();
    let runs = 0;
    const one = consumer({ retry: { retries: 5, minDelayMs: 100, maxDelayMs: 100 } }).on('a', () => {
      runs += 1;
      if (runs < 3) throw new Error('no');
    });
    void one.run();
    await clock.advance(10);
    platform.publish('a');
    await clock.advance(10);
    one.pause();
    await clock.advance(60_000);
    expect(runs).toBe(1);
    one.resume();
    await clock.advance(60_000);
    expect(runs).toBe(3);
  });

  test('looks after resume() for events that were on their way', async () => {
    const { clock, platform, consumer } = scene();
    const one = consumer({ sweep: { everyMs: 1e9, minAgeMs: 0 } }).on('a', () => {});
    void one.run();
    await clock.advance(10_000);
    one.pause();
    platform.leaveBehind('a');
    one.resume();
    await clock.advance(5_000);
    expect(platform.confirmed.size).toBe(1);
  });

  test('can be left by stop()', async () => {
    const { clock, consumer, stop } = scene();
    const one = consumer().on('a', () => {});
    const run = one.run();
    await clock.advance(10);
    one.pause();
    expect(await stop(one)).toMatchObject({ drained: true });
    await run;
    one.resume();
    expect(one.health().state).toBe('stopped');
  });
});
