import { channel } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AuthenticationError,
  ConfigurationError,
  fileCursorStore,
  isCursorConflictError,
  memoryCursorStore,
  PermissionDeniedError,
  type ReestroFeedOptions,
} from '@partner-apis/reestro';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { collector, quick, running } from './support/reader.ts';
import { clientFor, withSandbox } from './support/reestro.ts';
import { rejection, thrown } from '@partner-apis/test-kit';

describe('reading', () => {
  test('in a backlog the next page is asked for before handlers that wait for nothing take up the page', async () => {
    const { sandbox, reestro } = await withSandbox();
    sandbox.reestro.addEvents(40);
    const order: string[] = [];
    const sent = (): void => void order.push('request');
    const requests = channel('undici:client:sendHeaders');
    requests.subscribe(sent);
    onTestFinished(() => {
      requests.unsubscribe(sent);
    });
    const { handler, have } = collector();
    const feed = reestro.crypto.events.feed({
      key: 'k',
      store: memoryCursorStore(),
      startFrom: 'oldest',
      pageSize: 10,
      handler: (event) => {
        order.push('event');
        return handler(event);
      },
      ...quick,
    });
    running(feed);
    await have(40);
    const page = Array.from({ length: 10 }, () => 'event');
    // Nothing is asked for ahead before a second full page has shown a backlog.
    const pages = [['request'], page, ['request', 'request'], page, ['request'], page, ['request'], page];
    expect(order.slice(0, 45)).toEqual(pages.flat());
    await feed.stop();
  });

  test('hands out every event once, in order, over several pages, and follows the feed', async () => {
    const { sandbox, reestro } = await withSandbox();
    const added = sandbox.reestro.addEvents(230).map(({ eventId }) => eventId);
    const { ids, handler, have } = collector();
    const store = memoryCursorStore();
    const feed = reestro.crypto.events.feed({ key: 'k', store, startFrom: 'oldest', handler, ...quick });
    expect(feed.health()).toMatchObject({ state: 'created', live: false, cursor: undefined });
    const { run } = running(feed);
    await have(230);
    added.push(sandbox.reestro.addEvent('signed').eventId);
    await have(231);
    expect(ids).toEqual(added);
    expect(await feed.stop()).toEqual({ drained: true, abandoned: [], unsaved: [] });
    await expect(run).resolves.toBeUndefined();
    expect(await store.load('k')).toBe(added.at(-1));
    expect(feed.health()).toMatchObject({
      state: 'stopped',
      live: false,
      cursor: added.at(-1),
      handled: 231,
      inFlight: 0,
      unsaved: 0,
      lastError: undefined,
    });
  });

  test('goes on after a restart, from a file, without loss and without a repeat', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'feed-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const { sandbox, reestro } = await withSandbox();
    const added = sandbox.reestro.addEvents(5).map(({ eventId }) => eventId);
    const { ids, handler, have } = collector();
    const options: ReestroFeedOptions = {
      key: 'certificates',
      store: fileCursorStore(join(folder, 'cursors.json')),
      startFrom: 'oldest',
      handler,
      ...quick,
    };
    const first = reestro.crypto.events.feed(options);
    running(first);
    await have(5);
    await first.stop();
    added.push(...sandbox.reestro.addEvents(5).map(({ eventId }) => eventId));
    running(reestro.crypto.events.feed({ ...options, store: fileCursorStore(join(folder, 'cursors.json')) }));
    await have(10);
    expect(ids).toEqual(added);
    const asked = sandbox.requests().map(({ query }) => query['afterEventId']);
    expect(asked.filter((cursor) => cursor === undefined)).toHaveLength(1);
  });

  test.each(['same', 'null', 'missing', 'empty-text'] as const)(
    'rests at the end of a feed whose last page has lastEventId: %s',
    async (emptyPage) => {
      const { sandbox, reestro } = await withSandbox();
      sandbox.reestro.emptyPage = emptyPage;
      const [last] = sandbox.reestro.addEvents(3).slice(-1);
      const { handler, have } = collector();
      const feed = reestro.crypto.events.feed({
        key: 'k',
        store: memoryCursorStore(),
        startFrom: 'oldest',
        handler,
        ...quick,
      });
      running(feed);
      await have(3);
      await vi.waitUntil(() => sandbox.requests().length > 4, { interval: 2 });
      expect(feed.health()).toMatchObject({ cursor: last?.eventId, handled: 3, anomalies: 0 });
    },
  );

  test('goes on through everything that can break on the way', async () => {
    const { sandbox, reestro } = await withSandbox();
    const added = sandbox.reestro.addEvents(60).map(({ eventId }) => eventId);
    for (const kind of ['reset', 'cut-body', 'bad-json', 'status'] as const)
      sandbox.faults.inject({ vendor: 'reestro', kind, probability: 0.2, times: 6 });
    const { ids, handler, have } = collector();
    running(
      reestro.crypto.events.feed({
        key: 'k',
        store: memoryCursorStore(),
        startFrom: 'oldest',
        handler,
        pageSize: 5,
        ...quick,
      }),
    );
    await have(60);
    expect(ids).toEqual(added);
  });
});

describe('ends with', () => {
  test('401 and 403, at once and without a loop', async () => {
    const { sandbox, url } = await withSandbox();
    const { apiKey, orgId } = sandbox.reestro.organization();
    const other = sandbox.reestro.organization('other').orgId;
    const read = (key: string, org: string): Promise<unknown> =>
      rejection(
        clientFor(url, { apiKey: key, orgId: org })
          .crypto.events.feed({ key: 'k', store: memoryCursorStore(), startFrom: 'oldest', handler() {} })
          .run(),
      );
    expect(await read('nobody', orgId)).toBeInstanceOf(AuthenticationError);
    expect(await read(apiKey, other)).toBeInstanceOf(PermissionDeniedError);
    expect(sandbox.requests()).toHaveLength(2);
  });

  test('a second reader of the same key', async () => {
    const { sandbox, reestro } = await withSandbox();
    sandbox.reestro.addEvents(3);
    const store = memoryCursorStore();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const options = { key: 'k', store, startFrom: 'oldest', ...quick } as const;
    const slow = reestro.crypto.events.feed({ ...options, handler: () => held });
    const { run } = running(slow);
    await vi.waitUntil(() => slow.health().inFlight === 1, { interval: 2 });
    const { handler, have } = collector();
    const fast = reestro.crypto.events.feed({ ...options, handler });
    running(fast);
    await have(3);
    await vi.waitUntil(() => fast.health().unsaved === 0, { interval: 2 });
    release();
    expect(isCursorConflictError(await rejection(run))).toBe(true);
    expect(slow.health().state).toBe('failed');
    expect(fast.health().state).not.toBe('failed');
  });
});

test('stops when the client’s program says so, and when the signal aborts', async () => {
  const { sandbox, reestro } = await withSandbox();
  sandbox.faults.inject({ vendor: 'reestro', kind: 'stall-headers' });
  const controller = new AbortController();
  const feed = reestro.crypto.events.feed({
    key: 'k',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    handler() {},
    signal: controller.signal,
  });
  const { run } = running(feed);
  await vi.waitUntil(() => sandbox.requests().length === 1, { interval: 2 });
  controller.abort();
  await expect(run).resolves.toBeUndefined();
  expect(feed.health().state).toBe('stopped');
});

test('refuses options that cannot work, before anything is sent', async () => {
  const { sandbox, reestro } = await withSandbox();
  const good = { key: 'k', store: memoryCursorStore(), startFrom: 'oldest', handler() {} } as const;
  const make = (change: object) => () => reestro.crypto.events.feed({ ...good, ...change });
  expect(make({})).not.toThrow();
  for (const change of [
    { key: '' },
    { startFrom: undefined },
    { startFrom: 'newest' },
    { handler: undefined },
    { pageHandler() {} },
    { store: {} },
    { store: { load: async () => undefined } },
    { pageSize: 101 },
    { pageSize: 0 },
    { concurrency: 0 },
    { concurrency: 2, cursorMode: 'external' },
    { idleMs: { min: 10, max: 5 } },
    { saveEach: 5 },
  ]) {
    expect(make(change), JSON.stringify(change)).toThrow(ConfigurationError);
  }
  expect(sandbox.requests()).toHaveLength(0);
});

test('refuses all that cannot work at once, the most that the vendor gives in a page included', async () => {
  const { reestro } = await withSandbox();
  const make = () =>
    reestro.crypto.events.feed({
      key: '',
      store: memoryCursorStore(),
      startFrom: 'oldest',
      handler() {},
      pageSize: 101,
      saveEvery: { events: 0 },
      concurrency: 2,
      cursorMode: 'external',
    });
  for (const part of [
    'Options of the Kontur.Reestro crypto.events reader: ',
    'key: must not be empty',
    'pageSize: must be an integer from 1 to 100;',
    'saveEvery.events: ',
    "concurrency: must be 1 with cursorMode 'external'",
  ])
    expect(make).toThrow(part);
});

test('a misspelt option is named, with those that a program may give', async () => {
  const { reestro } = await withSandbox();
  const store = memoryCursorStore();
  // Wrong on purpose, past the compiler.
  const options = { key: 'k', store, startForm: 'oldest', handler() {} } as never;
  const { message } = thrown(() => reestro.crypto.events.feed(options));
  expect(message).toContain('startForm is not an option here; these are: key, store, cursorMode, startFrom,');
  expect(message).not.toMatch(/Unrecognized|fetchPage|retention/);
});
