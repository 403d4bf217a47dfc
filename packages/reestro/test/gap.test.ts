import {
  FeedGapError,
  isFeedGapError,
  memoryCursorStore,
  type ReestroFeedOptions,
} from '@partner-apis/reestro';
import { manualClock } from '@partner-apis/sandbox';
import { describe, expect, test } from 'vitest';
import { documented } from './support/documented.ts';
import { collector, quick, running } from './support/reader.ts';
import { clientFor, documentedAnswer, withSandbox } from './support/reestro.ts';
import { json, rejection, stubServer } from '@partner-apis/test-kit';

/** The end of the feed. */
const END = '{"lastEventId":null,"events":[]}';

/** The manual's answer 400, about a value of one's choice. */
const wrongField = (message: string): object => ({
  code: 'validation',
  message: 'Failed to validate input request',
  target: 'api',
  errors: [{ code: 'WrongFieldValue', message, target: 'EntityApi' }],
});

describe('a gap', () => {
  test('a cursor that the vendor refuses is a gap: reported, or decided by onGap', async () => {
    const clock = manualClock();
    const { sandbox, reestro } = await withSandbox({ clock });
    const [old] = sandbox.reestro.addEvents(1);
    clock.advance(100 * 86_400_000);
    const young = sandbox.reestro.addEvents(2).map(({ eventId }) => eventId);
    const store = memoryCursorStore();
    await store.save('k', old?.eventId ?? '', undefined);
    const { ids, handler, have } = collector();
    const options: ReestroFeedOptions = { key: 'k', store, startFrom: 'oldest', handler, ...quick };

    const error = await rejection(reestro.crypto.events.feed(options).run());
    expect(error).toBeInstanceOf(FeedGapError);
    if (!isFeedGapError(error)) throw error;
    expect(error).toMatchObject({ code: 'FEED_GAP', key: 'k', cursor: old?.eventId });
    expect(error.cause).toMatchObject({ status: 400 });
    expect(await store.load('k')).toBe(old?.eventId);

    const gaps: unknown[] = [];
    running(
      reestro.crypto.events.feed({
        ...options,
        onGap: ({ key, cursor }) => {
          gaps.push([key, cursor]);
          return 'oldest';
        },
      }),
    );
    await have(2);
    expect(ids).toEqual(young);
    expect(gaps).toEqual([['k', old?.eventId]]);
  });

  test.each([404, 410])('a stray %i is no gap: the feed goes on from the same place', async (status) => {
    await using server = await stubServer((request, response, count) => {
      const [code, body] = count === 1 ? [status, ''] : [200, count === 2 ? documented.signed : END];
      documentedAnswer(body, code)(request, response, count);
    });
    const gaps: unknown[] = [];
    const { ids, handler, have } = collector();
    running(
      clientFor(server.url).crypto.events.feed({
        key: 'k',
        store: memoryCursorStore(),
        startFrom: { afterEventId: 'x' },
        handler,
        onGap: (gap) => {
          gaps.push(gap);
          return 'fail';
        },
        ...quick,
      }),
    );
    await have(1);
    expect([ids.length, gaps]).toEqual([1, []]);
    expect(server.requests[1]?.url).toBe(server.requests[0]?.url);
  });

  test.each([
    ['something else', { code: 'validation', message: 'no money' }],
    ['another field', wrongField('count should be number from 1 to 100')],
    [
      'another field, in a wrapper that repeats the request',
      { ...wrongField('count is wrong'), message: 'GET /events?afterEventId=x&count=100 is not valid' },
    ],
    ['another field, with a list of all', wrongField('count is wrong; there are afterEventId and count')],
    ['a field whose name only begins like that of the cursor', { message: 'afterEventIdFormat is unknown' }],
    ['things that are no errors', { code: 7, message: ['afterEventId'], errors: [null, 'count', 7] }],
  ])('a 400 about %s is no gap, and ends the reader at once', async (_, body) => {
    await using server = await stubServer(json(body, 400));
    const gaps: unknown[] = [];
    const feed = clientFor(server.url).crypto.events.feed({
      key: 'k',
      store: memoryCursorStore(),
      startFrom: { afterEventId: 'x' },
      handler() {},
      onGap: (gap) => {
        gaps.push(gap);
        return 'fail';
      },
      ...quick,
    });
    expect(await rejection(feed.run())).toMatchObject({ code: 'BAD_REQUEST' });
    expect([gaps.length, server.requests.length]).toEqual([0, 1]);
  });

  test.each([
    ['the manual’s own example', JSON.parse(documented.wrongFieldValue)],
    [
      'one error instead of an array',
      { code: 'validation', errors: { message: 'AfterEventId: no such event' } },
    ],
    ['a value it does not name: the others are always right', wrongField('Неверное значение')],
    ['no errors inside', { code: 'WrongFieldValue', message: "'afterEventId' should be guid" }],
    [
      'errors about both fields',
      { errors: [{ message: 'count' }, { message: 'afterEventId should be guid' }] },
    ],
  ])('a 400 about the cursor is a gap: %s', async (_, body) => {
    await using server = await stubServer(json(body, 400));
    const feed = clientFor(server.url).crypto.events.feed({
      key: 'k',
      store: memoryCursorStore(),
      startFrom: { afterEventId: 'x' },
      handler() {},
      ...quick,
    });
    expect(await rejection(feed.run())).toMatchObject({ code: 'FEED_GAP', cause: { status: 400 } });
    expect(server.requests).toHaveLength(2);
  });
});
