import { AuthenticationError, ConfigurationError } from '@partner-apis/astral';
import { astralSource, forward, type ForwardOptions, type ForwarderSignals } from '@partner-apis/forward';
import { rejection, thrown } from '@partner-apis/test-kit';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { MemorySink } from './support/memory-sink.ts';
import { ALONE, SOON, stage } from './support/stage.ts';

vi.setConfig({ testTimeout: 30_000 });

async function scene(options: Partial<ForwardOptions> = {}) {
  const { sandbox, astral } = await stage();
  const sink = new MemorySink();
  const forwarder = forward({
    source: astralSource(astral, ALONE),
    sink,
    retry: { minDelayMs: 10, maxDelayMs: 50 },
    ...options,
  });
  onTestFinished(async () => void (await forwarder.stop()));
  const publish = (count: number) =>
    Array.from(
      { length: count },
      (_, n) => sandbox.astral.publish({ code: 'signature.verified', data: { n } }).id,
    );
  const of = (operation: string) => sandbox.requests({ operation });
  return { sandbox, astral, sink, forwarder, publish, of };
}

describe('an event of Astral.Platform', () => {
  test('is confirmed after the engine has it, a batch with one put and one confirmation', async () => {
    const { sandbox, sink, forwarder, publish, of } = await scene();
    const ids = publish(100);
    let confirmedBefore = -1;
    sink.before = () => void (confirmedBefore = sandbox.astral.confirmed().length);
    const run = forwarder.run();
    await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(100);
    expect(sink.puts.map((put) => put.length)).toEqual([100]);
    expect(sink.puts[0]).toEqual(ids);
    expect(confirmedBefore).toBe(0);
    expect(of('events.confirm')).toHaveLength(1);
    expect([...sink.items.values()][7]).toEqual({
      id: ids[7],
      source: 'astral',
      type: 'signature.verified',
      event: expect.objectContaining({ id: ids[7], code: 'signature.verified', data: { n: 7 } }),
      receivedAt: expect.any(Number),
    });
    expect(await forwarder.stop()).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
    await run;
    expect(sink.closed).toBe(1);
    expect(forwarder.health()).toMatchObject({
      state: 'stopped',
      live: false,
      engine: 'ready',
      stored: 100,
      unconfirmed: 0,
    });
  });

  test('is not confirmed, and nothing is asked for, while the engine is away', async () => {
    const away: ForwarderSignals['away'][] = [];
    const { sandbox, sink, forwarder, publish, of } = await scene({
      hooks: { away: (signal) => away.push(signal) },
    });
    const ids = publish(3);
    let down = true;
    sink.before = () => {
      if (down) throw new Error('ECONNREFUSED');
    };
    void forwarder.run();
    await expect.poll(() => away.length, SOON).toBeGreaterThan(3);
    expect(sandbox.astral.confirmed()).toEqual([]);
    expect(forwarder.health()).toMatchObject({
      state: 'running',
      engine: 'away',
      lastError: 'Error: ECONNREFUSED',
    });
    await expect.poll(() => sandbox.requests({ outcome: 'open' }), SOON).toEqual([]);
    const asked = of('events.poll').length;
    const seen = away.length;
    const late = publish(2);
    await expect.poll(() => away.length, SOON).toBeGreaterThan(seen + 3);
    expect(of('events.poll')).toHaveLength(asked);
    expect(new Set(sink.puts.flat())).toEqual(new Set(ids));
    down = false;
    await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(5);
    expect([...sink.items.values()].map(({ id }) => id).toSorted()).toEqual([...ids, ...late].toSorted());
    expect(forwarder.health()).toMatchObject({ engine: 'ready', consecutiveFailures: 0 });
  });

  test('that is to be tried again goes before those behind it, and the others are confirmed', async () => {
    const { sandbox, sink, forwarder, publish } = await scene();
    const ids = publish(4);
    let times = 0;
    sink.answer = ({ id }) => (id === ids[1] && (times += 1) < 3 ? 'retry' : undefined);
    void forwarder.run();
    await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(4);
    expect(sink.puts).toEqual([ids, [ids[1]], [ids[1]]]);
  });

  test('that is rejected goes to the dead letter and is confirmed then', async () => {
    const buried: [string, string][] = [];
    const { sandbox, sink, forwarder, publish } = await scene({
      deadLetter: async ({ id }, reason) => {
        expect(sandbox.astral.confirmed()).not.toContain(id);
        buried.push([id, reason]);
      },
    });
    const ids = publish(2);
    sink.answer = ({ id }) => (id === ids[0] ? { reject: 'too large' } : undefined);
    void forwarder.run();
    await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(2);
    expect(buried).toEqual([[ids[0], 'too large']]);
    expect(forwarder.health()).toMatchObject({ stored: 1, deadLettered: 1, rejected: 0 });
  });

  test.each([
    ['without a dead letter', {}],
    ['with one that fails', { deadLetter: () => Promise.reject(new Error('full')) }],
  ])('that is rejected stays unconfirmed and is reported %s', async (_, options) => {
    const rejected: ForwarderSignals['rejected'][] = [];
    const { sandbox, sink, forwarder, publish } = await scene({
      ...options,
      hooks: { rejected: (signal) => rejected.push(signal) },
    });
    const [id, other] = publish(2);
    sink.answer = (item) => (item.id === id ? { reject: 'too large' } : undefined);
    void forwarder.run();
    await expect.poll(() => rejected.length, SOON).toBeGreaterThan(0);
    expect(rejected[0]).toMatchObject({
      id,
      source: 'astral',
      type: 'signature.verified',
      reason: 'too large',
    });
    await expect.poll(() => sandbox.astral.confirmed(), SOON).toEqual([other]);
    await forwarder.stop();
    expect(sandbox.astral.confirmed()).toEqual([other]);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['too few outcomes', []],
    ['something else', ['done', 'done']],
  ])('counts as not stored when put resolves to %s', async (_, answer) => {
    const away: unknown[] = [];
    const put = vi.fn(async () => answer as never);
    const { sandbox, forwarder, publish } = await scene({
      sink: { put },
      hooks: { away: ({ error }) => away.push(error) },
    });
    publish(2);
    void forwarder.run();
    await expect.poll(() => away.length, SOON).toBeGreaterThan(1);
    expect(String(away[0])).toContain('one outcome for each of its');
    await forwarder.stop();
    expect(sandbox.astral.confirmed()).toEqual([]);
  });

  test('is not waited for by a put that hangs: its signal aborts, and it is put again', async () => {
    const { sandbox, sink, forwarder, publish } = await scene({ putTimeoutMs: 100 });
    publish(2);
    let signal: AbortSignal | undefined;
    sink.before = (_, context) => {
      if (signal !== undefined) return undefined;
      ({ signal } = context);
      return new Promise(() => undefined);
    };
    void forwarder.run();
    await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(2);
    expect(signal?.aborted).toBe(true);
    expect(sink.puts).toHaveLength(2);
  });
});

describe('the forwarder', () => {
  test('waits for the put under way when it stops, and for no engine that is away', async () => {
    const { sandbox, sink, forwarder, publish } = await scene({
      retry: { minDelayMs: 3_600_000, maxDelayMs: 3_600_000 },
      random: () => 1,
    });
    const [first] = publish(1);
    const gate = Promise.withResolvers<void>();
    sink.before = () => gate.promise;
    const run = forwarder.run();
    await expect.poll(() => sink.puts.length, SOON).toBe(1);
    const [second] = publish(1);
    await expect.poll(() => forwarder.health().buffered, SOON).toBe(1);
    const stopped = forwarder.stop();
    expect(forwarder.health()).toMatchObject({ state: 'draining', inFlight: 1 });
    gate.resolve();
    sink.answer = ({ id }) => (id === second ? 'retry' : undefined);
    expect(await stopped).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
    await run;
    expect(sandbox.astral.confirmed()).toEqual([first]);
    expect(sandbox.astral.unconfirmed()).toEqual([second]);
  });

  test('stops in bounded time though a put ignores its signal, and says what it left', async () => {
    const { sandbox, sink, forwarder, publish } = await scene();
    const ids = publish(2);
    sink.before = () => new Promise(() => undefined);
    const run = forwarder.run();
    await expect.poll(() => sink.puts.length, SOON).toBe(1);
    const states: string[] = [];
    const stopped = forwarder.stop({ drainMs: 50, graceMs: 1_000, flushMs: 100 });
    await expect
      .poll(() => states.push(forwarder.health().state) && forwarder.health().state, SOON)
      .toBe('stopped');
    expect(states).toContain('draining');
    expect((await stopped).unconfirmed).toEqual([]);
    await run;
    expect(sandbox.astral.confirmed()).toEqual([]);
    expect(sandbox.astral.unconfirmed().toSorted()).toEqual(ids.toSorted());
  });

  test('pauses and goes on', async () => {
    const states: string[] = [];
    const { sandbox, forwarder, publish, of } = await scene({
      hooks: { state: ({ to }) => states.push(to) },
    });
    void forwarder.run();
    await expect.poll(() => of('events.poll').length, SOON).toBeGreaterThan(0);
    forwarder.pause();
    await expect.poll(() => sandbox.requests({ outcome: 'open' }), SOON).toEqual([]);
    publish(1);
    expect(forwarder.health()).toMatchObject({ state: 'paused' });
    expect(sandbox.astral.confirmed()).toEqual([]);
    forwarder.resume();
    await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(1);
    await forwarder.stop();
    expect(states).toEqual(['running', 'paused', 'running', 'draining', 'flushing', 'stopped']);
  });

  test('lets what is in hand go on in a pause', async () => {
    const { sandbox, sink, forwarder, publish } = await scene({ batch: 1 });
    const gate = Promise.withResolvers<void>();
    sink.before = () => gate.promise;
    void forwarder.run();
    publish(2);
    await expect.poll(() => forwarder.health().buffered, SOON).toBe(1);
    forwarder.pause();
    gate.resolve();
    await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(2);
    expect(forwarder.health()).toMatchObject({ state: 'paused', buffered: 0 });
  });

  test('rejects with a refused credential after an orderly stop, runs once, and stops before it has begun', async () => {
    const { sandbox, forwarder, sink, astral } = await scene();
    sandbox.faults.inject({ vendor: 'astral', operation: 'events.poll', kind: 'status', status: 401 });
    expect(await rejection(forwarder.run())).toBeInstanceOf(AuthenticationError);
    expect(forwarder.health().state).toBe('failed');
    expect(sink.closed).toBe(1);
    expect(await rejection(forwarder.run())).toBeInstanceOf(ConfigurationError);
    const other = forward({ source: astralSource(astral), sink: new MemorySink() });
    expect(await other.stop()).toEqual({ drained: true, abandoned: [], unconfirmed: [] });
    await other.run();
  });

  test('ends when its sink is set up wrongly', async () => {
    const { forwarder, sink, publish } = await scene();
    publish(1);
    sink.before = () => {
      throw new ConfigurationError('There is no such queue.');
    };
    expect((await rejection(forwarder.run())).message).toBe('There is no such queue.');
  });

  test('stops with its signal', async () => {
    const controller = new AbortController();
    const { forwarder } = await scene({ signal: controller.signal });
    const run = forwarder.run();
    controller.abort();
    await run;
    expect(forwarder.health().state).toBe('stopped');
  });

  test('names every option that cannot work', async () => {
    const { astral } = await stage();
    const options = {
      source: astralSource(astral),
      sink: {},
      batch: 101,
      deadLetter: 'x',
      hooks: { stored: () => 1 },
    };
    const { message } = thrown(() => forward(options as never));
    for (const path of ['sink', 'batch', 'deadLetter', 'hooks']) expect(message).toContain(`${path}: must`);
  });
});

test('orderKey goes with the item, and headers of the around hook with the put', async () => {
  const { sandbox, sink, forwarder, publish } = await scene({
    orderKey: ({ type }) => `of ${type}`,
    hooks: {
      around: async ({ engine, ids }, next) => {
        await next({ traceparent: `00-${engine}-${ids.length}` });
        throw new Error('A hook that fails changes nothing.');
      },
    },
  });
  publish(1);
  void forwarder.run();
  await expect.poll(() => sandbox.astral.confirmed().length, SOON).toBe(1);
  expect([...sink.items.values()][0]).toMatchObject({ orderKey: 'of signature.verified' });
  expect(sink.contexts[0]?.headers).toEqual({ traceparent: '00-memory-1' });
});
