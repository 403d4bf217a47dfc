import { type AttemptStore, PartnerApiError } from '@partner-apis/astral';
import { describe, expect, test } from 'vitest';
import { scene } from './support/scene.ts';

/** A sweep every ten seconds that takes what it finds. */
const sweep = { everyMs: 10_000, minAgeMs: 0 };

describe('a handler that throws', () => {
  test('is run again here, then the event is released and comes back with a sweep', async () => {
    const { clock, platform, consumer } = scene();
    const attempts: number[] = [];
    void consumer({ sweep, retry: { retries: 2, minDelayMs: 100, maxDelayMs: 1_000 } })
      .on('a', (_, ctx) => {
        attempts.push(ctx.attempt);
        if (attempts.length < 5) throw new Error('not yet');
      })
      .run();
    await clock.advance(10);
    const [id] = platform.publish('a');
    await clock.advance(500);
    expect(attempts).toEqual([1, 2, 3]);
    expect(platform.of('confirm')).toEqual([]);
    await clock.advance(20_000);
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
    expect([...platform.confirmed]).toEqual([id]);
  });

  test('waits between runs with full jitter that grows to its limit', async () => {
    const { clock, platform, consumer } = scene({ random: () => 0.999_999 });
    const at: number[] = [];
    void consumer({ retry: { retries: 4, minDelayMs: 100, maxDelayMs: 300 } })
      .on('a', () => {
        at.push(clock.now());
        throw new Error('no');
      })
      .run();
    platform.publish('a');
    await clock.advance(5_000);
    expect(at.slice(1).map((time, i) => Math.round(time - (at[i] ?? 0)))).toEqual([100, 200, 300, 300]);
  });

  test('does not hold up other events while it waits', async () => {
    const { clock, platform, consumer } = scene();
    const handled: string[] = [];
    void consumer({ concurrency: 2, retry: { retries: 1, minDelayMs: 5_000, maxDelayMs: 5_000 } })
      .on('bad', () => Promise.reject(new Error('no')))
      .on('good', (event) => void handled.push(event.id))
      .run();
    platform.publish('bad');
    const ids = platform.publish('good', {}, 10);
    await clock.advance(1_000);
    expect(handled).toEqual(ids);
  });

  test('is released at once with no retries', async () => {
    const { clock, platform, consumer, log } = scene();
    let runs = 0;
    void consumer({ retry: { retries: 0 } })
      .on('a', () => {
        runs += 1;
        throw new Error('no');
      })
      .run();
    const [id] = platform.publish('a');
    await clock.advance(60_000);
    expect(runs).toBe(1);
    expect(log.filter((line) => line.includes(`event ${id} (a) was released`))).toHaveLength(1);
  });
});

describe('after maxAttempts', () => {
  const retry = { retries: 1, minDelayMs: 0, maxDelayMs: 0 };

  test('goes to the dead letter with its error, and is confirmed once that resolved', async () => {
    const { clock, platform, consumer } = scene();
    const buried: unknown[] = [];
    const burial = Promise.withResolvers<void>();
    let runs = 0;
    void consumer({
      sweep,
      retry,
      maxAttempts: 3,
      deadLetter: (event, error) => {
        buried.push(event.id, error);
        return burial.promise;
      },
    })
      .on('a', () => {
        runs += 1;
        throw new Error(`run ${runs}`);
      })
      .run();
    const [id] = platform.publish('a');
    await clock.advance(60_000);
    expect(runs).toBe(3);
    expect(buried).toEqual([id, new Error('run 3')]);
    expect(platform.of('confirm')).toEqual([]);
    burial.resolve();
    await clock.advance(1_000);
    expect([...platform.confirmed]).toEqual([id]);
  });

  test('is neither confirmed nor run in a loop when the dead letter fails, which is asked again later', async () => {
    const { clock, platform, consumer } = scene();
    let asked = 0;
    let runs = 0;
    void consumer({
      sweep,
      retry: { retries: 0 },
      maxAttempts: 1,
      deadLetter: () => {
        asked += 1;
        if (asked < 3) throw new Error('the queue is down');
      },
    })
      .on('a', () => {
        runs += 1;
        throw new Error('no');
      })
      .run();
    const [id] = platform.publish('a');
    await clock.advance(500_000);
    expect([asked, runs]).toEqual([1, 1]);
    await clock.advance(2_000_000);
    expect([asked, runs]).toEqual([3, 1]);
    expect([...platform.confirmed]).toEqual([id]);
  });

  test('is set aside without a dead letter: reported once, tried ever more rarely, never confirmed', async () => {
    const { clock, platform, consumer, log } = scene();
    const at: number[] = [];
    const one = consumer({ sweep, retry, maxAttempts: 2 }).on('a', () => {
      at.push(clock.now());
      throw new Error('no');
    });
    void one.run();
    const [id] = platform.publish('a');
    await clock.advance(590_000);
    expect(at).toHaveLength(2);
    expect(one.health().quarantined).toBe(1);
    await clock.advance(3_600_000);
    const gaps = at.slice(2).map((time, i) => time - (at[i + 1] ?? 0));
    expect(gaps.length).toBe(2);
    expect(gaps[0]).toBeGreaterThanOrEqual(600_000);
    expect(gaps[1]).toBeGreaterThanOrEqual(1_200_000);
    expect(log.filter((line) => line.startsWith('error') && line.includes(String(id)))).toHaveLength(1);
    expect(platform.of('confirm')).toEqual([]);
  });

  test('lets the events behind it through', async () => {
    const { clock, platform, consumer } = scene();
    const handled: string[] = [];
    void consumer({ sweep, retry: { retries: 0 }, maxAttempts: 1, limitMax: 2, concurrency: 2 })
      .on('poison', () => Promise.reject(new Error('no')))
      .on('good', (event) => void handled.push(event.id))
      .run();
    platform.leaveBehind('poison', {}, 7);
    const ids = platform.leaveBehind('good', {}, 5);
    await clock.advance(60_000);
    expect(handled).toEqual(ids);
  });
});

describe('decisions', () => {
  test('a released event is not confirmed and comes back', async () => {
    const { clock, platform, consumer } = scene();
    const attempts: number[] = [];
    void consumer({ sweep })
      .on('a', (_, ctx) => {
        attempts.push(ctx.attempt);
        return ctx.attempt < 3 ? ctx.release('later') : undefined;
      })
      .run();
    const [id] = platform.publish('a');
    await clock.advance(60_000);
    expect(attempts).toEqual([1, 2, 3]);
    expect([...platform.confirmed]).toEqual([id]);
  });

  test('what a handler gives up goes to the dead letter at once, with the reason', async () => {
    const { clock, platform, consumer } = scene();
    const buried: unknown[] = [];
    void consumer({ deadLetter: (_, error) => void buried.push(error) })
      .on('a', (_, ctx) => ctx.deadLetter('no such customer'))
      .run();
    const [id] = platform.publish('a');
    await clock.advance(1_000);
    expect(buried[0]).toBeInstanceOf(PartnerApiError);
    expect(buried[0]).toMatchObject({
      code: 'EVENT_DEAD_LETTERED',
      message: expect.stringContaining('no such customer'),
    });
    expect([...platform.confirmed]).toEqual([id]);
  });

  test('giving up without a dead letter releases and reports', async () => {
    const { clock, platform, consumer, log } = scene();
    void consumer()
      .on('a', (_, ctx) => ctx.deadLetter('no such customer'))
      .run();
    const [id] = platform.publish('a');
    await clock.advance(1_000);
    expect(platform.unconfirmed.has(String(id))).toBe(true);
    expect(log).toContainEqual(expect.stringMatching(/released: there is no deadLetter: no such customer/));
  });

  test('a decision that is made and not returned means nothing', async () => {
    const { clock, platform, consumer } = scene();
    void consumer()
      .on('a', (_, ctx) => void ctx.release('changed my mind'))
      .run();
    const [id] = platform.publish('a');
    await clock.advance(1_000);
    expect([...platform.confirmed]).toEqual([id]);
  });
});

describe('handlerTimeoutMs', () => {
  test('aborts the signal and keeps the slot until the handler settles', async () => {
    const { clock, platform, consumer } = scene();
    const signals: AbortSignal[] = [];
    const work = Promise.withResolvers<void>();
    const one = consumer({ concurrency: 1, handlerTimeoutMs: 5_000 }).on('a', (_, ctx) => {
      signals.push(ctx.signal);
      return work.promise;
    });
    void one.run();
    platform.publish('a', {}, 2);
    await clock.advance(4_999);
    expect(signals[0]?.aborted).toBe(false);
    await clock.advance(1);
    expect(signals[0]?.reason).toMatchObject({ code: 'HANDLER_TIMEOUT' });
    await clock.advance(100_000);
    expect(signals).toHaveLength(1);
    expect(one.health().inFlight).toBe(1);
    work.resolve();
    await clock.advance(10);
    expect(signals).toHaveLength(2);
  });

  test('a handler that gives up because of it is run again', async () => {
    const { clock, platform, consumer } = scene();
    let runs = 0;
    void consumer({ handlerTimeoutMs: 1_000, retry: { retries: 1, minDelayMs: 0 } })
      .on('a', async (_, ctx) => {
        runs += 1;
        if (runs > 1) return;
        await clock.sleep(2_000);
        ctx.signal.throwIfAborted();
      })
      .run();
    const [id] = platform.publish('a');
    await clock.advance(5_000);
    expect(runs).toBe(2);
    expect([...platform.confirmed]).toEqual([id]);
  });
});

describe('an attempt store of one’s own', () => {
  test('counts across consumers, so that a crash loop ends in the dead letter', async () => {
    const { clock, platform, consumer, stop } = scene();
    const counts = new Map<string, number>();
    const attempts: AttemptStore = {
      increment: (id) => {
        counts.set(id, (counts.get(id) ?? 0) + 1);
        return Promise.resolve(counts.get(id) ?? 0);
      },
      forget: (id) => void counts.delete(id),
    };
    const buried: string[] = [];
    let runs = 0;
    const options = {
      attempts,
      sweep,
      maxAttempts: 2,
      deadLetter: (event: { id: string }) => void buried.push(event.id),
    };
    const [id] = platform.publish('a');
    for (let life = 0; life < 3; life += 1) {
      const one = consumer(options).on('a', () => {
        runs += 1;
        return clock.sleep(1e9);
      });
      void one.run();
      await clock.advance(1_000);
      // As good as a crash: nothing is waited for.
      await stop(one, { drainMs: 0, graceMs: 0, flushMs: life === 2 ? 1_000 : 0 });
    }
    expect(runs).toBe(2);
    expect(buried).toEqual([id]);
    expect(counts.size).toBe(0);
    expect([...platform.confirmed]).toEqual([id]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('the database is down');
      },
    ],
    ['gives no number', () => Promise.resolve(Number.NaN)],
  ])('that %s is reported, and the runs are counted in memory', async (_, increment) => {
    const { clock, platform, consumer, log } = scene();
    let runs = 0;
    void consumer({ sweep, maxAttempts: 2, retry: { retries: 0 }, attempts: { increment, forget: () => {} } })
      .on('a', () => {
        runs += 1;
        throw new Error('no');
      })
      .run();
    platform.publish('a');
    await clock.advance(300_000);
    expect(runs).toBe(2);
    expect(log).toContainEqual(expect.stringContaining('the attempt store failed'));
  });
});
