import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { scene } from './support/scene.ts';
import { settle } from '@partner-apis/test-kit';

describe('handling and confirming', () => {
  test('confirms an event after its handler resolved, and not before', async () => {
    const { clock, platform, consumer } = scene();
    const work = Promise.withResolvers<void>();
    void consumer()
      .on('signed', () => work.promise)
      .run();
    await clock.advance(10);
    const [id] = platform.publish('signed');
    await clock.advance(60_000);
    expect(platform.of('confirm')).toEqual([]);
    work.resolve();
    await clock.advance(1_000);
    expect([...platform.confirmed]).toEqual([id]);
  });

  test('gives the handler the event with its data and counts its run', async () => {
    const { clock, platform, consumer } = scene();
    const got: unknown[] = [];
    void consumer()
      .on('signed', (event, ctx) => void got.push(event.id, event.code, event.data, ctx.attempt))
      .run();
    const [id] = platform.publish('signed', { ok: true });
    await clock.advance(10);
    expect(got).toEqual([id, 'signed', { ok: true }, 1]);
  });

  test('polls for as many events as slots are free, and not at all without one', async () => {
    const { clock, platform, consumer } = scene();
    const work: PromiseWithResolvers<void>[] = [];
    void consumer({ concurrency: 3 })
      .on('a', () => {
        const one = Promise.withResolvers<void>();
        work.push(one);
        return one.promise;
      })
      .run();
    await clock.advance(10);
    platform.publish('a');
    await clock.advance(10);
    platform.publish('a', {}, 5);
    await clock.advance(600_000);
    expect(platform.of('poll').map(({ limit }) => limit)).toEqual([3, 2]);
    expect(work).toHaveLength(3);
    work[0]?.resolve();
    await settle();
    expect(platform.of('poll').map(({ limit }) => limit)).toEqual([3, 2, 1]);
  });

  test('never asks for more than limitMax', async () => {
    const { clock, platform, consumer } = scene();
    void consumer({ concurrency: 50, limitMax: 4 })
      .on('a', () => {})
      .run();
    await clock.advance(10);
    expect(platform.of('poll').map(({ limit }) => limit)).toEqual([4]);
  });

  test('starts handlers in the order of delivery', async () => {
    const { clock, platform, consumer } = scene();
    const started: unknown[] = [];
    void consumer({ concurrency: 2 })
      .on('a', (event) => {
        started.push(event.data['n']);
        return clock.sleep(10 - (started.length % 3));
      })
      .run();
    for (let n = 0; n < 20; n += 1) platform.publish('a', { n });
    await clock.advance(5_000);
    expect(started).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  test('whether they have a schema or not', async () => {
    const { clock, platform, consumer } = scene();
    const started: unknown[] = [];
    void consumer()
      .on('checked', z.object({ n: z.number() }), (event) => void started.push(event.data.n))
      .on('plain', (event) => void started.push(event.data['n']))
      .otherwise((event) => void started.push(event.data['n']))
      .run();
    await clock.advance(10);
    ['checked', 'plain', 'other', 'checked', 'plain'].forEach((code, n) => platform.publish(code, { n }));
    await clock.advance(100);
    expect(started).toEqual([0, 1, 2, 3, 4]);
  });

  test('opens the next poll as soon as one has ended', async () => {
    const { clock, platform, consumer } = scene();
    void consumer()
      .on('a', () => {})
      .run();
    await clock.advance(1_800_500);
    const polls = platform.of('poll');
    expect(polls).toHaveLength(4);
    polls.slice(1).forEach((poll, i) => expect(poll.at - (polls[i]?.endedAt ?? 0)).toBe(0));
  });

  test('confirms an idle consumer’s event at once and a busy one’s in batches', async () => {
    const { clock, platform, consumer } = scene();
    const slow = Promise.withResolvers<void>();
    void consumer({ concurrency: 10, confirm: { maxBatch: 4, maxDelayMs: 1_000 } })
      .on('slow', () => slow.promise)
      .on('a', () => {})
      .run();
    await clock.advance(10);
    platform.publish('slow');
    const [first, ...rest] = platform.publish('a', {}, 6);
    await clock.advance(10);
    // Four make a batch; the last two wait for company, since one handler is at work.
    expect(platform.of('confirm').map(({ ids }) => ids.length)).toEqual([4]);
    await clock.advance(1_000);
    expect(platform.of('confirm').map(({ ids }) => ids.length)).toEqual([4, 2]);
    expect(platform.of('confirm').flatMap(({ ids }) => ids)).toEqual([first, ...rest]);
    slow.resolve();
    await clock.advance(1);
    expect(platform.of('confirm').map(({ ids }) => ids.length)).toEqual([4, 2, 1]);
  });

  test('hands an event that arrives twice to its handler once', async () => {
    const { clock, platform, consumer } = scene();
    const work = Promise.withResolvers<void>();
    let runs = 0;
    void consumer({ sweep: { everyMs: 1_000, minAgeMs: 0 } })
      .on('a', () => {
        runs += 1;
        return work.promise;
      })
      .run();
    await clock.advance(10);
    platform.publish('a');
    await clock.advance(10_000);
    expect(platform.of('sweep').length).toBeGreaterThan(5);
    expect(runs).toBe(1);
  });
});
