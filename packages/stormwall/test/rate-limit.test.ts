import { manualClock, type ManualClock } from '@partner-apis/sandbox';
import { systemClock } from '@partner-apis/stormwall';
import { describe, expect, test, vi } from 'vitest';
import { inTurn, json, type Received, rejection } from '@partner-apis/test-kit';
import { stubbed } from './support/stubbed.ts';

const answer = json({});

/** Waits until so many requests have arrived. */
async function arrived(requests: readonly Received[], count: number): Promise<void> {
  await vi.waitUntil(() => requests.length >= count, { interval: 1 });
}

/** Lets everything run that can run without time passing. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await new Promise(setImmediate);
}

function limited(perSecond: number): { clock: ManualClock; rateLimit: { perSecond: number } } {
  return { clock: manualClock(), rateLimit: { perSecond } };
}

describe('rateLimit', () => {
  test('spaces requests evenly, in the order in which they were made', async () => {
    const options = limited(4);
    const { stormwall, requests } = await stubbed(answer, options);
    const calls = [1, 2, 3].map((id) => stormwall.domains.get(1, id));
    await arrived(requests, 1);
    await settle();
    expect(requests).toHaveLength(1);
    options.clock.advance(249);
    await settle();
    expect(requests).toHaveLength(1);
    options.clock.advance(1);
    await arrived(requests, 2);
    await settle();
    expect(requests).toHaveLength(2);
    options.clock.advance(250);
    await Promise.all(calls);
    expect(requests.map(({ url }) => url.at(-1))).toEqual(['1', '2', '3']);
  });

  test('does not hold back a request after a pause', async () => {
    const options = limited(1);
    const { stormwall, requests } = await stubbed(answer, options);
    await stormwall.domains.get(1, 1);
    options.clock.advance(5_000);
    await stormwall.domains.get(1, 2);
    // The pause bought one request, not five.
    const late = stormwall.domains.get(1, 3);
    await settle();
    expect(requests).toHaveLength(2);
    options.clock.advance(1_000);
    await late;
  });

  test('takes fractions: one request every two seconds', async () => {
    const options = limited(0.5);
    const { stormwall, requests } = await stubbed(answer, options);
    await stormwall.domains.get(1, 1);
    const second = stormwall.domains.get(1, 2);
    options.clock.advance(1_999);
    await settle();
    expect(requests).toHaveLength(1);
    options.clock.advance(1);
    await second;
  });

  test('counts retries', async () => {
    const options = limited(1);
    const { stormwall, requests } = await stubbed(inTurn(json({}, 503), answer), {
      ...options,
      random: () => 0,
    });
    const call = stormwall.domains.get(1, 1);
    await arrived(requests, 1);
    await settle();
    expect(requests).toHaveLength(1);
    options.clock.advance(1_000);
    await call;
    expect(requests).toHaveLength(2);
  });

  test('who gives up waiting takes nobody’s turn', async () => {
    const options = limited(1);
    const { stormwall, requests } = await stubbed(answer, options);
    const controller = new AbortController();
    const first = stormwall.domains.get(1, 1);
    const second = stormwall.domains.get(1, 2, { signal: controller.signal });
    const third = stormwall.domains.get(1, 3);
    await first;
    const reason = new Error('never mind');
    controller.abort(reason);
    expect(await rejection(second)).toMatchObject({ code: 'ABORTED', cause: reason, attempts: [] });
    options.clock.advance(1_000);
    await third;
    expect(requests.map(({ url }) => url.at(-1))).toEqual(['1', '3']);
  });

  test('a signal that has aborted already waits for nothing', async () => {
    const options = limited(1);
    const { stormwall } = await stubbed(answer, options);
    await stormwall.domains.get(1, 1);
    const late = stormwall.domains.get(1, 2, { signal: AbortSignal.abort() });
    expect(await rejection(late)).toMatchObject({ code: 'ABORTED', attempts: [] });
    options.clock.advance(1_000);
    await stormwall.domains.get(1, 3);
  });

  test('when all have given up, no timer is left', async () => {
    const options = limited(0.01);
    const { stormwall } = await stubbed(answer, options);
    await stormwall.domains.get(1, 1);
    const controller = new AbortController();
    const waiting = stormwall.domains.get(1, 2, { signal: controller.signal });
    await vi.waitUntil(() => options.clock.scheduled > 0, { interval: 1 });
    controller.abort();
    await rejection(waiting);
    expect(options.clock.scheduled).toBe(0);
  });

  test('waiting counts towards the deadline, not towards an attempt', async () => {
    const options = limited(0.1);
    const { stormwall, requests } = await stubbed(answer, { ...options, timeouts: { attemptMs: 1_000 } });
    await stormwall.domains.get(1, 1);
    const patient = stormwall.domains.get(1, 2);
    const hasty = stormwall.domains.get(1, 3, { timeouts: { deadlineMs: 5_000 } });
    await settle();
    options.clock.advance(5_000);
    expect(await rejection(hasty)).toMatchObject({ code: 'TIMEOUT', phase: 'deadline' });
    options.clock.advance(5_000);
    await patient;
    expect(requests).toHaveLength(2);
  });

  test('is shared by copies, unless a copy has a rate of its own', async () => {
    const options = limited(1);
    const { stormwall, requests } = await stubbed(answer, options);
    await using copy = stormwall.with({ softErrors: 'throw' });
    await using own = stormwall.with({ rateLimit: { perSecond: 100 } });
    await stormwall.domains.get(1, 1);
    const shared = copy.domains.get(1, 2);
    await own.domains.get(1, 3);
    await settle();
    expect(requests.map(({ url }) => url.at(-1))).toEqual(['1', '3']);
    options.clock.advance(1_000);
    await shared;
  });

  test('walks of lists keep to it', async () => {
    const options = limited(1);
    const { stormwall, requests } = await stubbed(
      inTurn(json({ list: ['a'] }), json({ list: ['b'] }), json({})),
      options,
    );
    const seen: string[] = [];
    const walk = (async () => {
      for await (const item of stormwall.blacklist.list(1, 2)) seen.push(item);
    })();
    await arrived(requests, 1);
    await settle();
    expect(seen).toEqual(['a']);
    options.clock.advance(1_000);
    await arrived(requests, 2);
    await settle();
    options.clock.advance(1_000);
    await walk;
    expect(seen).toEqual(['a', 'b']);
  });

  test('holds on real time: six requests at 50 a second take a tenth of a second at least', async () => {
    const { stormwall, requests } = await stubbed(answer, {
      clock: systemClock,
      rateLimit: { perSecond: 50 },
    });
    const started = performance.now();
    await Promise.all([1, 2, 3, 4, 5, 6].map((id) => stormwall.domains.get(1, id)));
    expect(performance.now() - started).toBeGreaterThanOrEqual(98);
    expect(requests.map(({ url }) => url.at(-1))).toEqual(['1', '2', '3', '4', '5', '6']);
  });
});
