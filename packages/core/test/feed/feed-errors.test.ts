import {
  CursorConflictError,
  CursorStoreError,
  FeedAnomalyError,
  FeedGapError,
  FeedParkError,
  isCursorConflictError,
  isCursorStoreError,
  isFeedAnomalyError,
  isFeedGapError,
  isFeedParkError,
  isPartnerApiError,
  keyvCursorStore,
  memoryCursorStore,
  testCursorStore,
} from '@partner-apis/core';
import { createFeed } from '@partner-apis/core/vendor';
import { describe, expect, test } from 'vitest';
import { settle, VirtualClock } from '@partner-apis/test-kit';
import { reading } from './support/reader.ts';

describe('a conflict names what was found, and blames nobody for what it cannot know', () => {
  test('nothing: it was deleted, and there is no second reader', () => {
    const { message, hint } = new CursorConflictError('k', 'c1', undefined);
    expect(message).toContain(
      "The cursor 'k' was not saved: 'c1' should be kept there, and there is nothing.",
    );
    expect(hint).toContain('deleted');
    expect(hint).toContain("put 'c1' back");
    expect(message).not.toMatch(/another reader|second reader|somebody/i);
  });

  test.each([
    ['c1', "'c1' should be kept there"],
    [undefined, 'nothing should be kept there'],
  ])(
    'another value where %s should be: somebody wrote it, of whom a reader is only one',
    (expected, said) => {
      const { message, hint } = new CursorConflictError('k', expected, 'c9');
      expect(message).toContain(`${said}, and it is 'c9'.`);
      expect(hint).toMatch(/another reader .* a backup .* a person/);
      expect(hint).not.toContain('deleted');
    },
  );
});

describe('errors of readers', () => {
  test.each([
    [
      new CursorStoreError('Not read.', 'k'),
      isCursorStoreError,
      { name: 'CursorStoreError', code: 'CURSOR_STORE', key: 'k' },
    ],
    [
      new CursorConflictError('k', 'c1', undefined),
      isCursorConflictError,
      { name: 'CursorConflictError', code: 'CURSOR_CONFLICT', key: 'k', expected: 'c1' },
    ],
    [
      new FeedGapError('k', 'c1', 'it is gone'),
      isFeedGapError,
      { name: 'FeedGapError', code: 'FEED_GAP', key: 'k', cursor: 'c1' },
    ],
    [
      new FeedAnomalyError(undefined, 'a page has no cursor'),
      isFeedAnomalyError,
      { name: 'FeedAnomalyError', code: 'FEED_ANOMALY' },
    ],
    [
      new FeedParkError({ title: 'feed', key: 'k' }, 'e1', { error: 'no', attempts: 1 }, { cause: 'full' }),
      isFeedParkError,
      { name: 'FeedParkError', code: 'FEED_PARK', key: 'k', eventId: 'e1', handlerError: 'no' },
    ],
  ])('$name has a code, a guard and a JSON form', (error, guard, json) => {
    expect(error).toMatchObject({ name: json.name, code: json.code });
    expect([guard(error), isPartnerApiError(error), guard(new Error('no'))]).toEqual([true, true, false]);
    expect(JSON.parse(JSON.stringify(error))).toMatchObject(json);
  });

  test('say where', () => {
    expect(new FeedAnomalyError(undefined, 'x').message).toContain('after its beginning');
    expect(new FeedAnomalyError('c1', 'x').message).toContain("after 'c1'");
    expect(new CursorConflictError('k', undefined, 'c1').message).toContain(
      "nothing should be kept there, and it is 'c1'",
    );
  });
});

test.each<[unknown, string | undefined]>([
  [new TypeError('fetch failed'), 'TypeError: fetch failed'],
  ['just text', 'just text'],
  [null, 'a thrown null'],
  [{ secret: 'value' }, 'a thrown object'],
])('whatever is thrown (%o) is told in one line', async (thrown, told) => {
  const clock = new VirtualClock();
  const feed = createFeed(
    {
      key: 'k',
      store: memoryCursorStore(),
      startFrom: 'oldest',
      clock,
      fetchPage: () => Promise.reject(thrown),
      handler() {},
    },
    reading,
  );
  void feed.run();
  await settle();
  expect(feed.health().lastError).toBe(told);
  await feed.stop();
});

describe('a store of somebody else', () => {
  const started = (store: { load(key: string): Promise<string | undefined> }, save?: () => Promise<void>) =>
    createFeed(
      {
        key: 'k',
        store: { load: (key) => store.load(key), save: save ?? (() => Promise.resolve()) },
        startFrom: 'oldest',
        clock: new VirtualClock(),
        fetchPage: async () => ({ events: [{ id: 'e1' }], lastEventId: 'e1' }),
        handler() {},
      },
      reading,
    ).run();

  test.each([[7], [{}], [['c1']], [true]])('that gives %o for a cursor is damaged', async (value) => {
    // Boundary: what a store that breaks its contract gives.
    await expect(started({ load: async () => value as unknown as string })).rejects.toSatisfy(
      isCursorStoreError,
    );
  });

  test('that cannot be reached: its code is the reason', async () => {
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    await expect(started({ load: () => Promise.reject(cause) })).rejects.toMatchObject({
      code: 'CURSOR_STORE',
      reason: 'ECONNREFUSED',
      cause,
    });
    await expect(started({ load: () => Promise.reject(new Error('no')) })).rejects.toMatchObject({
      reason: undefined,
    });
  });

  test('keeps its own CursorStoreError', async () => {
    const own = new CursorStoreError('Damaged on disk.', 'k');
    await expect(started({ load: () => Promise.reject(own) })).rejects.toBe(own);
  });

  test('is told apart by the suite even when it throws no errors', async () => {
    const rude = {
      load: async () => {
        const text: unknown = 'no';
        throw text;
      },
      save: async () => {},
    };
    await expect(testCursorStore(() => rude)).rejects.toThrow(
      'breaks its contract: load() resolves to undefined',
    );
    const symbolic = { load: async () => Symbol('c') as unknown as string, save: async () => {} };
    await expect(testCursorStore(() => symbolic)).rejects.toThrow('got symbol');
  });
});

test('a Keyv that says null for nothing, and one that somebody else writes to meanwhile', async () => {
  const map = new Map<string, string>();
  const keyv = {
    get: async (key: string) => map.get(key) ?? null,
    set: async (key: string, value: string) => void map.set(key, value),
    delete: async (key: string) => map.delete(key),
  };
  expect(await keyvCursorStore(keyv).load('k')).toBeUndefined();
  const raced = { ...keyv, set: async (key: string) => void map.set(key, key === 'k' ? 'theirs' : 'probe') };
  await expect(keyvCursorStore(raced).save('k', 'ours', undefined)).rejects.toSatisfy(isCursorConflictError);
});

test('events without an id are handled, with no places inside their page', async () => {
  const clock = new VirtualClock();
  const saves: string[] = [];
  const handled: unknown[] = [];
  const feed = createFeed<object | null>(
    {
      key: 'k',
      store: { load: async () => undefined, save: async (_, next) => void saves.push(next) },
      startFrom: 'oldest',
      saveEvery: { events: 1 },
      dedupeWindow: 0,
      clock,
      fetchPage: async ({ afterEventId }) =>
        afterEventId === undefined
          ? { events: [{ n: 1 }, null, { id: '' }, { eventId: 'e4' }], lastEventId: 'e4' }
          : { events: [], lastEventId: afterEventId },
      handler: (event) => void handled.push(event),
    },
    reading,
  );
  void feed.run();
  await settle();
  expect(handled).toEqual([{ n: 1 }, null, { id: '' }, { eventId: 'e4' }]);
  expect(saves).toEqual(['e4']);
  await feed.stop();
});
