import { memoryDedupe } from '@partner-apis/asna';
import { memoryCursorStore } from '@partner-apis/core';
import {
  memoryLock,
  type Sink,
  testCursorStore,
  testDedupe,
  testLock,
  testSink,
} from '@partner-apis/forward';
import { rejection } from '@partner-apis/test-kit';
import { describe, expect, test, vi } from 'vitest';
import { MemorySink } from './support/memory-sink.ts';

vi.setConfig({ testTimeout: 30_000 });

describe('what is in memory keeps the contracts', () => {
  test('sink', () =>
    testSink(() => {
      const sink = new MemorySink();
      return { sink, stored: async () => [...sink.items.values()] };
    }));
  test('sink, without a look into its engine', () => testSink(() => new MemorySink()));
  test('cursor store', () => testCursorStore(memoryCursorStore));
  test('dedupe', () => testDedupe(() => ({ dedupe: memoryDedupe({ leaseMs: 100 }), leaseMs: 100 })));
  test('lock', () => testLock(() => ({ lock: memoryLock({ ttlMs: 200 }), ttlMs: 200 })));
});

describe('the contracts find', () => {
  const broken = (change: (sink: MemorySink) => Partial<Sink>) =>
    rejection(
      testSink(() => {
        const sink = new MemorySink();
        const put = sink.put.bind(sink);
        return { sink: { put, ...change(sink) }, stored: async () => [...sink.items.values()] };
      }),
    );

  test('a sink that says stored and stores nothing', async () => {
    const { message } = await broken(() => ({ put: async (items) => items.map(() => 'stored' as const) }));
    expect(message).toContain(
      'This sink breaks its contract: put() of new items resolves to stored for each.',
    );
  });
  test('a sink that rejects what it knows', async () => {
    const { message } = await broken((sink) => ({
      put: async (items, context) =>
        (await sink.put(items, context)).map((outcome) =>
          outcome === 'duplicate' ? { reject: 'known' } : outcome,
        ),
    }));
    expect(message).toContain('an item that comes again is stored or duplicate');
  });
  test('a sink that fails as a whole for one bad event', async () => {
    const { message } = await broken((sink) => ({
      put: async (items, context) => {
        JSON.stringify(items);
        return sink.put(items, context);
      },
    }));
    expect(message).toContain('an event that is no JSON is rejected');
  });
  test('a sink that does not look at its signal', async () => {
    const { message } = await broken((sink) => ({
      put: (items) => sink.put(items, { signal: new AbortController().signal }),
    }));
    expect(message).toContain('nothing is said to be stored when the signal has aborted before');
  });
  test('a dedupe that grants a claim twice, one that forgets what is done, and one whose lease does not end', async () => {
    const memory = () => memoryDedupe({ leaseMs: 100 });
    const twice = { ...memory(), claim: async () => 'claimed' as const };
    expect((await rejection(testDedupe(() => twice))).message).toContain('a key is claimed once');
    const forgetful = () => ({ ...memory(), done: async () => undefined });
    expect((await rejection(testDedupe(forgetful))).message).toContain('a key that is done stays done');
    const endless = () => ({ dedupe: memoryDedupe(), leaseMs: 100 });
    expect((await rejection(testDedupe(endless))).message).toContain('a claim older than its lease');
  });
  test('a lock for everybody, one that nobody gets twice, one whose token stands still, and one that is not renewed', async () => {
    const held = { release: async () => undefined, token: 1, lost: new AbortController().signal };
    expect((await rejection(testLock(() => async () => held))).message).toContain('not before');
    const still = () => {
      const lock = memoryLock();
      return async (key: string, signal: AbortSignal) => ({ ...(await lock(key, signal)), token: 1 });
    };
    expect((await rejection(testLock(still))).message).toContain('Token 1 came after 1');
    const theft = () => ({ lock: memoryLock({ ttlMs: 100 }), ttlMs: 100, steal: () => undefined });
    expect((await rejection(testLock(theft))).message).toContain('Its lost did not abort');
  });
});
