import { keyvDedupe, memoryDedupe, type WebhookDedupe } from '@partner-apis/asna';
import { manualClock } from '@partner-apis/sandbox';
import Keyv from 'keyv';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { posted, recording } from './support/webhook.ts';

afterEach(() => void vi.useRealTimers());

interface Store {
  make(options?: { leaseMs?: number; rememberMs?: number }): WebhookDedupe;
  advance(ms: number): void;
}

const stores: Record<string, () => Store> = {
  memory: () => {
    const clock = manualClock();
    return { make: (options) => memoryDedupe({ clock, ...options }), advance: (ms) => clock.advance(ms) };
  },
  Keyv: () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const keyv = new Keyv();
    return {
      make: (options) => keyvDedupe(keyv, options),
      advance: (ms) => void vi.setSystemTime(Date.now() + ms),
    };
  },
};

describe.each(Object.keys(stores))('%s', (name) => {
  const start = (): Store => {
    const store = stores[name];
    if (store === undefined) throw new Error(name);
    return store();
  };

  test('a key is claimed once, is busy until done, and stays done', async () => {
    const dedupe = start().make();
    expect(await dedupe.claim('a')).toBe('claimed');
    expect(await dedupe.claim('a')).toBe('busy');
    expect(await dedupe.claim('b')).toBe('claimed');
    await dedupe.done('a');
    expect(await dedupe.claim('a')).toBe('done');
  });

  test('a key that is forgotten can be claimed again', async () => {
    const dedupe = start().make();
    await dedupe.claim('a');
    await dedupe.forget('a');
    expect(await dedupe.claim('a')).toBe('claimed');
  });

  test.each([
    [undefined, 60_000],
    [500, 500],
  ])('a claim with leaseMs %s is abandoned after %i ms', async (leaseMs, ms) => {
    const store = start();
    const dedupe = store.make(leaseMs === undefined ? {} : { leaseMs });
    await dedupe.claim('a');
    store.advance(ms - 1);
    expect(await dedupe.claim('a')).toBe('busy');
    store.advance(1);
    expect(await dedupe.claim('a')).toBe('claimed');
  });

  test('a crash between claim and done loses nothing: after the lease the event is handled', async () => {
    const store = start();
    const dedupe = store.make({ leaseMs: 1_000 });
    const reached = Promise.withResolvers<void>();
    const onEvent = (): Promise<void> => {
      reached.resolve();
      return new Promise(() => undefined);
    };
    void recording({ dedupe, handlerTimeoutMs: Infinity, onEvent }).receiver.handle(posted());
    await reached.promise;
    const next = recording({ dedupe });
    expect(await next.receiver.handle(posted())).toMatchObject({ status: 503 });
    store.advance(1_000);
    expect(await next.receiver.handle(posted())).toMatchObject({ status: 200 });
    expect(next.handled).toHaveLength(1);
  });

  test('what was handled is forgotten after rememberMs', async () => {
    const store = start();
    const dedupe = store.make({ rememberMs: 1_000 });
    await dedupe.claim('a');
    await dedupe.done('a');
    store.advance(999);
    expect(await dedupe.claim('a')).toBe('done');
    store.advance(2);
    expect(await dedupe.claim('a')).toBe('claimed');
  });
});

test('memory keeps no more than maxEntries, the oldest go first', async () => {
  const dedupe = memoryDedupe({ maxEntries: 2 });
  for (const key of ['a', 'b', 'c']) {
    await dedupe.claim(key);
    await dedupe.done(key);
  }
  expect(await dedupe.claim('c')).toBe('done');
  expect(await dedupe.claim('b')).toBe('done');
  expect(await dedupe.claim('a')).toBe('claimed');
});

test('two processes on one Keyv: the second one sees what the first has handled', async () => {
  const keyv = new Keyv();
  const one = recording({ dedupe: keyvDedupe(keyv) });
  const two = recording({ dedupe: keyvDedupe(keyv) });
  await one.receiver.handle(posted());
  expect(await two.receiver.handle(posted())).toMatchObject({ status: 200 });
  expect([one.handled.length, two.handled.length]).toEqual([1, 0]);
});

test('of two claims whose writes overtake each other, one wins', async () => {
  const values = new Map<string, unknown>();
  const both = Promise.withResolvers<void>();
  let reads = 0;
  // Both have looked before either writes.
  const slow = {
    async get(key: string) {
      const value = values.get(key);
      if ((reads += 1) === 2) both.resolve();
      if (reads <= 2) await both.promise;
      return value;
    },
    async set(key: string, value: unknown) {
      values.set(key, value);
    },
    async delete(key: string) {
      values.delete(key);
    },
  };
  const claims = await Promise.all([keyvDedupe(slow).claim('a'), keyvDedupe(slow).claim('a')]);
  expect(claims.toSorted()).toEqual(['busy', 'claimed']);
});
