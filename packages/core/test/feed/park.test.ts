import { FeedParkError, isFeedParkError, isPartnerApiError } from '@partner-apis/core';
import { describe, expect, test } from 'vitest';
import { type Options, page, reader } from './support/reader.ts';

const poison = new Error('poison');
const noTable = new Error('no table');

/** Runs a reader until it ends, and gives what run() rejected with. */
async function endOf(options: Partial<Options>, ...ids: string[]) {
  const { feed, clock, store } = reader([page(...ids)], options);
  const run = feed.run();
  run.catch(() => {});
  await clock.advance(60_000);
  const [outcome] = await Promise.allSettled([run]);
  if (outcome.status === 'fulfilled') throw new Error('It resolved.');
  const error: unknown = outcome.reason;
  return { error, feed, cursor: await store.load('k') };
}

describe('park', () => {
  test.each([
    [0, 1],
    [3, 4],
  ])(
    'after %i retries is told that the handler ran %i times, and how far it has come',
    async (retries, runs) => {
      const parked: unknown[] = [];
      const { feed, clock } = reader([page('e1', 'e2')], {
        handler: () => Promise.reject(poison),
        handlerRetry: { retries },
        park: ({ id }, error, { attempt, cursor, signal }) => {
          parked.push([id, error, attempt, cursor, signal.aborted]);
        },
      });
      void feed.run();
      await clock.advance(60_000);
      expect(parked).toEqual([
        ['e1', poison, runs, 'e1', false],
        ['e2', poison, runs, 'e2', false],
      ]);
      await feed.stop();
    },
  );

  test('that fails is run again, and still told how often the handler had run', async () => {
    const attempts: number[] = [];
    const { feed, clock } = reader([page('e1')], {
      handler: () => Promise.reject(poison),
      handlerRetry: { retries: 1 },
      park: (_event, _error, { attempt }) => {
        attempts.push(attempt);
        if (attempts.length === 1) throw noTable;
      },
    });
    void feed.run();
    await clock.advance(60_000);
    expect(attempts).toEqual([2, 2]);
    expect(feed.health()).toMatchObject({ parked: 1, cursor: 'e1' });
    await feed.stop();
  });

  test('of a page goes on at the event that could not be parked', async () => {
    const parked: string[] = [];
    const { feed, clock } = reader([page('e1', 'e2')], {
      pageHandler: () => Promise.reject(poison),
      park: ({ id }) => {
        parked.push(id);
        if (parked.length === 2) throw noTable;
      },
    });
    void feed.run();
    await clock.advance(60_000);
    expect(parked).toEqual(['e1', 'e2', 'e2']);
    await feed.stop();
  });

  test('that keeps failing ends run() with an error that has both, and the event is not passed', async () => {
    const { error, feed, cursor } = await endOf(
      { handler: () => Promise.reject(poison), park: () => Promise.reject(noTable) },
      'e1',
    );
    expect(error).toBeInstanceOf(FeedParkError);
    if (!isFeedParkError(error)) throw error;
    expect([error.cause, error.handlerError]).toEqual([noTable, poison]);
    expect(error).toMatchObject({ name: 'FeedParkError', code: 'FEED_PARK', key: 'k', eventId: 'e1' });
    expect(error.message).toBe(
      "The feed reader (key 'k') could not park the event 'e1': Error: no table. Its handler had failed 4 times, at last with " +
        'Error: poison. The event was not passed: repair what park writes to and start again, then it is handled again.',
    );
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      cause: { message: 'no table' },
      handlerError: 'Error: poison',
      eventId: 'e1',
    });
    expect([isPartnerApiError(error), isFeedParkError(noTable)]).toEqual([true, false]);
    expect(cursor).toBeUndefined();
    expect(feed.health()).toMatchObject({
      state: 'failed',
      parked: 0,
      lastError: `FeedParkError: ${error.message}`,
    });
  });

  test('of an event without an id says so', async () => {
    const { error } = await endOf(
      { handler: () => Promise.reject(poison), park: () => Promise.reject(noTable), idOf: () => undefined },
      'e1',
    );
    expect(error).toMatchObject({
      eventId: undefined,
      message: expect.stringContaining('park an event without an id'),
    });
  });

  test('is not called the handler in the log, and what the handler said is beside what park said', async () => {
    const lines: [object, string][] = [];
    const warn = (fields: object, message: string): void => void lines.push([fields, message]);
    const quiet = (): void => {};
    await endOf(
      {
        handler: () => Promise.reject(poison),
        park: () => Promise.reject(noTable),
        handlerRetry: { retries: 0 },
        logger: { debug: quiet, info: quiet, error: quiet, warn },
      },
      'e1',
    );
    expect(lines).toEqual([
      [{ key: 'k', cursor: 'e1', attempt: 1, err: poison }, "The handler of the feed reader failed at 'e1'"],
      [
        { key: 'k', cursor: 'e1', attempt: 1, err: noTable, handlerError: 'Error: poison' },
        "park of the feed reader failed at 'e1'",
      ],
    ]);
  });
});
