import { CursorConflictError, memoryCursorStore } from '@partner-apis/core';
import {
  forward,
  type ForwardOptions,
  type PutContext,
  reestroSource,
  type ReestroSourceOptions,
} from '@partner-apis/forward';
import { rejection, thrown } from '@partner-apis/test-kit';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { MemorySink } from './support/memory-sink.ts';
import { SOON, stage } from './support/stage.ts';

vi.setConfig({ testTimeout: 30_000 });

/** A sink that keeps the cursor with the items, all at once. */
class KeepingSink extends MemorySink {
  readonly store = memoryCursorStore();
  readonly cursors = this.store;

  override async put(...args: Parameters<MemorySink['put']>): ReturnType<MemorySink['put']> {
    const outcomes = await super.put(...args);
    const { cursor } = args[1];
    if (
      cursor !== undefined &&
      outcomes.every((outcome) => typeof outcome === 'string' && outcome !== 'retry')
    )
      await this.store.save(cursor.key, cursor.next, cursor.previous);
    return outcomes;
  }
}

async function scene<Sink extends MemorySink>(
  sink: Sink,
  source: Partial<ReestroSourceOptions> = {},
  options: Partial<ForwardOptions> = {},
) {
  const { sandbox, reestro } = await stage();
  const begin = () => {
    const forwarder = forward({
      source: reestroSource(reestro, {
        key: 'k',
        startFrom: 'oldest',
        idleMs: { min: 10, max: 20 },
        ...source,
      }),
      sink,
      retry: { minDelayMs: 10, maxDelayMs: 50 },
      ...options,
    });
    onTestFinished(async () => void (await forwarder.stop()));
    return forwarder;
  };
  return { sandbox, reestro, begin };
}

describe('a page of Kontur.Reestro', () => {
  test('is one put, and the cursor moves after it', async () => {
    const store = memoryCursorStore();
    const sink = new MemorySink();
    const { sandbox, begin } = await scene(sink, { store });
    const added = [
      ...sandbox.reestro.addEvents(2, 'released'),
      ...sandbox.reestro.addEvents(1, 'rejected'),
      ...sandbox.reestro.addEvents(1, 'signed'),
    ];
    let cursor: unknown = 'none';
    sink.before = async () => void (cursor = await store.load('k'));
    const forwarder = begin();
    const run = forwarder.run();
    await expect.poll(() => store.load('k'), SOON).toBeTruthy();
    expect(cursor).toBeUndefined();
    expect(sink.puts).toHaveLength(1);
    const items = [...sink.items.values()];
    expect(items.map(({ id }) => id)).toEqual(added.map(({ eventId }) => eventId));
    expect(items.map(({ type }) => type)).toEqual(['released', 'released', 'rejected', 'signed']);
    expect(items[0]?.event).toMatchObject({ eventId: items[0]?.id });
    expect(items[0]?.event).not.toHaveProperty('raw');
    await forwarder.stop();
    await run;
    expect(forwarder.health()).toMatchObject({ state: 'stopped', stored: 4 });
    // A new one goes on there.
    const other = begin();
    void other.run();
    sandbox.reestro.addEvents(1, 'signed');
    await expect.poll(() => sink.items.size, SOON).toBe(5);
    expect(other.health()).toMatchObject({ stored: 1, duplicates: 0 });
  });

  test('stays where it is while the engine is away, and nothing is asked for', async () => {
    const store = memoryCursorStore();
    const sink = new MemorySink();
    const { sandbox, begin } = await scene(sink, { store });
    sandbox.reestro.addEvents(3, 'signed');
    let down = true;
    sink.answer = () => (down ? 'retry' : undefined);
    const forwarder = begin();
    void forwarder.run();
    await expect.poll(() => sink.puts.length, SOON).toBeGreaterThan(4);
    expect(await store.load('k')).toBeUndefined();
    expect(sandbox.requests({ vendor: 'reestro' })).toHaveLength(1);
    expect(forwarder.health()).toMatchObject({ engine: 'away' });
    down = false;
    await expect.poll(() => store.load('k'), SOON).toBeTruthy();
    expect(sink.items.size).toBe(3);
  });

  test('with an item that is rejected and not buried ends the forwarder, and the cursor does not pass it', async () => {
    const store = memoryCursorStore();
    const sink = new MemorySink();
    const { sandbox, begin } = await scene(sink, { store });
    const [event] = sandbox.reestro.addEvents(2, 'signed');
    sink.answer = ({ id }) => (id === event?.eventId ? { reject: 'too large' } : undefined);
    const forwarder = begin();
    const error = await rejection(forwarder.run());
    expect(error.message).toContain(`event ${event?.eventId} was rejected by the engine (too large)`);
    expect(forwarder.health()).toMatchObject({ state: 'failed', rejected: 1 });
    expect(await store.load('k')).toBeUndefined();
  });

  test('waits while the forwarder is paused', async () => {
    const store = memoryCursorStore();
    const sink = new MemorySink();
    const { sandbox, begin } = await scene(sink, { store });
    const forwarder = begin();
    void forwarder.run();
    forwarder.pause();
    sandbox.reestro.addEvents(1, 'signed');
    await expect.poll(() => sandbox.requests({ vendor: 'reestro' }).length, SOON).toBeGreaterThan(0);
    expect(sink.puts).toEqual([]);
    forwarder.resume();
    await expect.poll(() => sink.items.size, SOON).toBe(1);
  });
});

describe('a sink that saves the cursor with the items', () => {
  test('gets it, with what was kept before', async () => {
    const sink = new KeepingSink();
    const { sandbox, begin } = await scene(sink, {}, { batch: 2 });
    sandbox.reestro.addEvents(5, 'signed');
    const forwarder = begin();
    void forwarder.run();
    await expect.poll(() => sink.items.size, SOON).toBe(5);
    const cursors = sink.contexts.flatMap(({ cursor }: PutContext) => cursor ?? []);
    expect(cursors.map(({ previous }) => previous)).toEqual([
      undefined,
      ...cursors.slice(0, -1).map(({ next }) => next),
    ]);
    await expect.poll(() => sink.store.load('k'), SOON).toBe(cursors.at(-1)?.next);
    await forwarder.stop();
    const other = begin();
    void other.run();
    sandbox.reestro.addEvents(1, 'signed');
    await expect.poll(() => sink.items.size, SOON).toBe(6);
    expect(other.health()).toMatchObject({ stored: 1, duplicates: 0 });
  });

  test('saves it after the dead letter has what was rejected', async () => {
    const sink = new KeepingSink();
    let buried: string | undefined;
    const { sandbox, begin } = await scene(
      sink,
      {},
      {
        deadLetter: async ({ id }) => {
          expect(await sink.store.load('k')).toBeUndefined();
          buried = id;
        },
      },
    );
    const [event] = sandbox.reestro.addEvents(3, 'signed');
    sink.answer = ({ id }) => (id === event?.eventId ? { reject: 'too large' } : undefined);
    const forwarder = begin();
    void forwarder.run();
    await expect.poll(() => sink.store.load('k'), SOON).toBeTruthy();
    expect(buried).toBe(event?.eventId);
    expect(sink.puts.map((put) => put.length)).toEqual([3, 0]);
  });

  test('ends the forwarder when somebody else moved it', async () => {
    const sink = new KeepingSink();
    const { sandbox, begin } = await scene(sink);
    sandbox.reestro.addEvents(1, 'signed');
    sink.before = async () => {
      sink.before = () => undefined;
      await sink.store.save('k', 'elsewhere', undefined);
    };
    const forwarder = begin();
    expect(await rejection(forwarder.run())).toBeInstanceOf(CursorConflictError);
    expect(await sink.store.load('k')).toBe('elsewhere');
  });

  test('is asked for where there is no store', async () => {
    const { reestro } = await stage();
    const source = reestroSource(reestro, { key: 'k', startFrom: 'oldest' });
    expect(thrown(() => forward({ source, sink: new MemorySink() })).message).toContain('needs a store');
  });
});

test('the other feeds are sources too', async () => {
  const sink = new MemorySink();
  const { sandbox, reestro } = await stage();
  void sandbox;
  const source = reestroSource(reestro.rosreestr.events, {
    key: 'r',
    startFrom: 'oldest',
    store: memoryCursorStore(),
    idleMs: { min: 10, max: 20 },
  });
  const forwarder = forward({ source, sink });
  const run = forwarder.run();
  await expect.poll(() => sandbox.requests({ vendor: 'reestro' }).length, SOON).toBeGreaterThan(0);
  await forwarder.stop();
  await run;
});
