import {
  AuthenticationError,
  ConfigurationError,
  type Delivery,
  PartnerApiError,
} from '@partner-apis/astral';
import { describe, expect, test } from 'vitest';
import { scene } from './support/scene.ts';
import { rejection, settle } from '@partner-apis/test-kit';

describe('events.stream()', () => {
  test('gives events one by one; confirm() means that the platform has confirmed', async () => {
    const { clock, platform, astral } = scene();
    const ids = platform.publish('a', {}, 12);
    const seen: string[] = [];
    const done = (async () => {
      for await (const { event, confirm } of astral.events.stream({ concurrency: 3 })) {
        seen.push(event.id);
        await confirm();
        expect(platform.confirmed.has(event.id)).toBe(true);
        if (seen.length === 12) break;
      }
    })();
    await clock.advance(1_000);
    await done;
    expect(seen).toEqual(ids);
    expect([clock.waiting, platform.open]).toEqual([0, 0]);
  });

  test('starts with the first turn of the loop', async () => {
    const { clock, platform, astral } = scene();
    astral.events.stream();
    await clock.advance(1_000);
    expect(platform.seen).toEqual([]);
  });

  test('hands out no more than `concurrency` open deliveries', async () => {
    const { clock, platform, astral } = scene();
    platform.publish('a', {}, 10);
    const stream = astral.events.stream({ concurrency: 3 })[Symbol.asyncIterator]();
    const got: Delivery[] = [];
    const pull = async (): Promise<void> => {
      const turn = await stream.next();
      if (turn.done !== true) got.push(turn.value);
    };
    const pulls = Array.from({ length: 5 }, pull);
    await clock.advance(10_000);
    expect(got).toHaveLength(3);
    await Promise.all([got[0]?.confirm(), clock.advance(100)]);
    expect(got).toHaveLength(4);
    got[1]?.release('later');
    await clock.advance(100);
    expect(got).toHaveLength(5);
    await Promise.all([...pulls, stream.return?.(), clock.advance(10_000)]);
  });

  test.each([
    ['break', 'break'],
    ['throw', 'throw'],
  ])(
    'leaving the loop by %s stops cleanly, releases the open one and those nobody pulled',
    async (_, how) => {
      const { clock, platform, astral } = scene();
      const ids = platform.publish('a', {}, 5);
      const loop = async (): Promise<void> => {
        let n = 0;
        for await (const { confirm } of astral.events.stream({ concurrency: 5 })) {
          n += 1;
          if (n === 3 && how === 'break') break;
          if (n === 3) throw new Error('enough');
          await confirm();
        }
      };
      const done = loop().catch((error: unknown) => error);
      await clock.advance(1_000);
      const result = await done;
      if (how === 'throw') expect(result).toEqual(new Error('enough'));
      expect([...platform.confirmed]).toEqual(ids.slice(0, 2));
      expect([...platform.unconfirmed.keys()]).toEqual(ids.slice(2));
      expect([clock.waiting, platform.open]).toEqual([0, 0]);
    },
  );

  test('confirms what was confirmed just before leaving, without being waited for', async () => {
    const { clock, platform, astral } = scene();
    platform.publish('a');
    const done = (async () => {
      for await (const { confirm } of astral.events.stream()) {
        void confirm();
        break;
      }
    })();
    await clock.advance(5_000);
    await done;
    expect(platform.confirmed.size).toBe(1);
  });

  test('release() brings the event back; the third time is the last with maxAttempts and a dead letter', async () => {
    const { clock, platform, astral } = scene();
    const buried: string[] = [];
    const attempts: number[] = [];
    const [id] = platform.publish('a');
    const stream = astral.events.stream({
      sweep: { everyMs: 5_000, minAgeMs: 0 },
      maxAttempts: 3,
      deadLetter: (event) => void buried.push(event.id),
    });
    const done = (async () => {
      for await (const { attempt, release } of stream) {
        attempts.push(attempt);
        release('not yet');
      }
    })();
    await clock.advance(60_000);
    expect(attempts).toEqual([1, 2, 3]);
    expect(buried).toEqual([id]);
    expect(platform.confirmed.size).toBe(1);
    await Promise.all([astral.close(), clock.advance(60_000), done]);
  });

  test('a fatal error ends the loop by throwing, once', async () => {
    const { clock, platform, astral } = scene();
    platform.fault('poll', { kind: 'status', status: 401 });
    const stream = astral.events.stream()[Symbol.asyncIterator]();
    const first = rejection(stream.next());
    await clock.advance(1_000);
    expect(await first).toBeInstanceOf(AuthenticationError);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('aborting `signal` ends the loop; the delivery at work can still be confirmed', async () => {
    const { clock, platform, astral } = scene();
    const controller = new AbortController();
    platform.publish('a', {}, 3);
    let turns = 0;
    const done = (async () => {
      for await (const { confirm } of astral.events.stream({ signal: controller.signal })) {
        turns += 1;
        controller.abort();
        await clock.sleep(1_000);
        await confirm();
      }
    })();
    await clock.advance(60_000);
    await done;
    expect(turns).toBe(1);
    expect(platform.confirmed.size).toBe(1);
    expect(clock.waiting).toBe(0);
  });

  test('confirm() after release() rejects and confirms nothing', async () => {
    const { clock, platform, astral } = scene();
    platform.publish('a');
    const stream = astral.events.stream()[Symbol.asyncIterator]();
    const turn = stream.next();
    await clock.advance(10);
    const { value } = await turn;
    value?.release();
    expect(await rejection(value?.confirm() ?? Promise.resolve())).toBeInstanceOf(PartnerApiError);
    await clock.advance(1_000);
    expect(platform.of('confirm')).toEqual([]);
    await Promise.all([stream.return?.(), clock.advance(10_000)]);
  });

  test('confirm() rejects when the stream ended before the platform said yes', async () => {
    const { clock, platform, astral } = scene();
    platform.always = (operation) => (operation === 'confirm' ? { kind: 'status', status: 503 } : undefined);
    platform.publish('a');
    const stream = astral.events.stream()[Symbol.asyncIterator]();
    const turn = stream.next();
    await clock.advance(10);
    const { value } = await turn;
    const confirmed = rejection(value?.confirm() ?? Promise.resolve());
    await Promise.all([stream.return?.(), clock.advance(30_000)]);
    expect(await confirmed).toMatchObject({ code: 'CONSUMER_STOPPED' });
  });

  test('is iterated once', async () => {
    const { clock, astral } = scene();
    const stream = astral.events.stream();
    const first = stream[Symbol.asyncIterator]();
    expect(() => stream[Symbol.asyncIterator]()).toThrow(ConfigurationError);
    await Promise.all([first.return?.(), clock.advance(1_000)]);
    await settle();
    expect(await first.next()).toEqual({ done: true, value: undefined });
  });
});
