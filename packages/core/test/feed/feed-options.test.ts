import { ConfigurationError, memoryCursorStore } from '@partner-apis/core';
import { createFeed } from '@partner-apis/core/vendor';
import { describe, expect, test } from 'vitest';
import { type Options, page, reader, reading } from './support/reader.ts';

test('options that cannot be right are named, all of them', () => {
  const options = { key: '', store: {}, startFrom: 'now', saveEach: 1 };
  // Boundary: what a program without types can do.
  const make = () => createFeed(options as unknown as Options, reading);
  expect(make).toThrow(ConfigurationError);
  for (const name of ['key', 'store', 'startFrom', 'fetchPage']) expect(make).toThrow(name);
  expect(() => reader([], { onGap: 'oldest' as unknown as () => 'oldest' })).toThrow('onGap');
});

describe('options that cannot work are refused, all at once', () => {
  const good = {
    key: 'k',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    fetchPage: async () => page(),
  };
  const messageOf = (change: object): string => {
    try {
      // Boundary: what a program without types can do.
      createFeed({ ...good, handler() {}, ...change } as unknown as Options, reading);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.message;
      throw error;
    }
    throw new Error('They were taken.');
  };

  test('values, and what does not go together', () => {
    const message = messageOf({
      pageSize: 0,
      saveEvery: { events: 0, ms: '5s' },
      concurrency: 2,
      cursorMode: 'external',
      pageHandler() {},
      saveEach: 5,
    });
    for (const part of [
      'pageSize: must be an integer from 1 to 100000',
      'saveEvery.events: must be an integer from 1 to 1000000',
      'saveEvery.ms: must be a number of milliseconds',
      'saveEach',
      'handler: give either handler or pageHandler',
      "concurrency: must be 1 with cursorMode 'external'",
      'concurrency: must be 1 with pageHandler',
    ])
      expect(message).toContain(part);
  });

  test('a value that is wrong by itself is not said to contradict another one too', () => {
    const message = messageOf({ store: {}, pageSize: 'all' });
    expect(message.match(/store: /g)).toHaveLength(1);
    expect(message.match(/pageSize: /g)).toHaveLength(1);
  });

  test('a source says how many events it gives at most', () => {
    expect(messageOf({ maxPageSize: 50, pageSize: 51 })).toContain(
      'pageSize: must be an integer from 1 to 50',
    );
  });
});

test('the way to what reads is asked for where it is not given', () => {
  const options: Options = {
    key: 'k',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    fetchPage: async () => page(),
    handler() {},
  };
  // Boundary: what a program without types can do.
  const make = () => createFeed(options, undefined as unknown as typeof reading);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow('@partner-apis/core/feed');
});
