import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createSandbox, manualClock } from '@partner-apis/sandbox';
import { createHandlers, handlers, sandbox } from '@partner-apis/sandbox/msw';
import { form, type Body } from './support.ts';

const BASE = 'http://127.0.0.1:8000';
const headers = { 'x-api-key': sandbox.astral.participant().apiKey };

const server = setupServer(...handlers);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => sandbox.reset());
afterAll(() => server.close());

async function bodyOf(answer: Promise<Response>): Promise<Body> {
  // Boundary: what is read of it is asserted by the test.
  return (await (await answer).json()) as Body;
}

describe('handlers', () => {
  it('serve the address of the manual, with a state of their own', async () => {
    expect((await fetch(`${BASE}/events`)).status).toBe(401);
    const event = sandbox.astral.publish({ code: 'x', data: { n: 1 } });
    const polled = await bodyOf(fetch(`${BASE}/events?limit=1`, { headers }));
    expect(polled.events).toEqual([event]);
    const confirmed = await fetch(`${BASE}/events/confirm`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ events_id: [event.id] }),
    });
    expect(await confirmed.json()).toMatchObject({ count: 1 });
    expect(sandbox.requests()).toHaveLength(3);
  });

  it('hold a poll until an event comes', async () => {
    const poll = fetch(`${BASE}/events?timeout=600`, { headers });
    await expect.poll(() => sandbox.requests({ outcome: 'open' }).length, { interval: 1 }).toBe(1);
    sandbox.astral.publish({ code: 'x' });
    expect(await (await poll).json()).toMatchObject({ events: [{ code: 'x' }] });
  });

  it('give up a poll whose caller does', async () => {
    const client = new AbortController();
    const poll = fetch(`${BASE}/events?timeout=600`, { headers, signal: client.signal });
    await expect.poll(() => sandbox.requests({ outcome: 'open' }).length, { interval: 1 }).toBe(1);
    client.abort();
    await expect(poll).rejects.toThrow('abort');
    await expect.poll(() => sandbox.requests({ outcome: 'aborted' }).length, { interval: 1 }).toBe(1);
    expect(sandbox.requests()[0]).not.toHaveProperty('status');
    sandbox.astral.publish({ code: 'x' });
    expect(sandbox.astral.pending()).toHaveLength(1);
  });

  it('take uploads and give files and archives', async () => {
    const { headers: type, body } = form([{ filename: 'Ж', content: 'x' }]);
    const sent = {
      method: 'POST',
      headers: { ...headers, 'content-type': String(type['content-type']) },
      body: new Uint8Array(body),
    };
    const { packet } = await bodyOf(fetch(`${BASE}/packet`, sent));
    expect(await (await fetch(`${BASE}/packet/${packet.id}/${packet.files[0].id}`, { headers })).text()).toBe(
      'x',
    );
    const archive = await fetch(`${BASE}/packet/${packet.id}.tar.gz`, { headers });
    expect(new Uint8Array(await archive.arrayBuffer()).subarray(0, 2)).toEqual(Uint8Array.of(0x1f, 0x8b));
  });

  it.each(['no-content', 'not-modified', 'empty-body'] as const)('can answer %s', async (emptyAnswer) => {
    const clock = manualClock();
    const own = createSandbox({ clock });
    own.astral.emptyAnswer = emptyAnswer;
    server.use(...createHandlers(own));
    onTestFinished(() => server.resetHandlers());
    const poll = fetch(`${BASE}/events?timeout=10`, { headers });
    await expect.poll(() => clock.scheduled, { interval: 1 }).toBe(1);
    clock.advance(10_000);
    expect(await (await poll).text()).toBe('');
  });

  it.each(['refuse', 'reset', 'reset-after-effect'] as const)(
    'turn %s into a network error',
    async (kind) => {
      sandbox.faults.inject({ vendor: 'astral', kind, times: 1 });
      await expect(fetch(`${BASE}/events?unconfirmed=true`, { headers })).rejects.toThrow('fetch failed');
      expect((await fetch(`${BASE}/events?unconfirmed=true`, { headers })).status).toBe(200);
    },
  );

  it('can stall', async () => {
    sandbox.faults.inject({ vendor: 'astral', kind: 'stall-headers' });
    await expect(fetch(`${BASE}/events`, { headers, signal: AbortSignal.timeout(50) })).rejects.toThrow(
      'timeout',
    );
  });

  it.each(['cut-body', 'stall-body'] as const)('can give half a body: %s', async (kind) => {
    sandbox.faults.inject({ vendor: 'astral', kind });
    const answer = await fetch(`${BASE}/events?unconfirmed=true`, {
      headers,
      signal: AbortSignal.timeout(200),
    });
    await expect(answer.text()).rejects.toThrow(/terminated|timeout/);
  });

  it('serve other addresses, for another sandbox', async () => {
    const own = createSandbox({ seed: 'own' });
    server.use(...createHandlers(own, { astral: 'https://astral.test/' }));
    onTestFinished(() => server.resetHandlers());
    const key = { 'x-api-key': own.astral.participant().apiKey };
    expect((await fetch('https://astral.test/events?unconfirmed=true', { headers: key })).status).toBe(200);
    expect(own.requests()).toHaveLength(1);
    expect(sandbox.requests()).toHaveLength(0);
  });
});
