import { createServer } from 'node:http';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSandbox, manualClock, type Sandbox, type SandboxServer } from '@partner-apis/sandbox';
import { sendTo } from './support.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A sandbox on real time, as users have it who choose nothing. */
async function started(): Promise<{ sandbox: Sandbox; server: SandboxServer }> {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.close());
  return { sandbox, server: await sandbox.listen() };
}

async function token({ urls, credentials }: SandboxServer): Promise<string> {
  const { clientId, clientSecret } = credentials.asna.auth;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const answer = await fetch(`${urls.asna}/connect/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

describe('clock.advance, on real time', () => {
  it('ends a poll of 600 s', async () => {
    const { sandbox, server } = await started();
    const poll = sendTo(`${server.urls.astral}/events?timeout=600`, server.credentials.astral.apiKey, {});
    await vi.waitUntil(() => sandbox.requests({ outcome: 'open' }).length === 1, { interval: 1 });
    sandbox.clock.advance(599_000);
    expect(sandbox.requests({ outcome: 'open' })).toHaveLength(1);
    sandbox.clock.advance(1_000);
    expect((await poll).status).toBe(200);
  });

  it("ends a token's hour", async () => {
    const { sandbox, server } = await started();
    const headers = { authorization: `Bearer ${await token(server)}` };
    const ask = async (): Promise<number> =>
      (await fetch(`${server.urls.asna}/v5/keys/webhooks`, { headers })).status;
    sandbox.clock.advance(HOUR - 60_000);
    expect(await ask()).toBe(200);
    sandbox.clock.advance(60_000);
    expect(await ask()).toBe(401);
  });

  it('lets three months of the feed go by, longer than a timer can be', () => {
    const sandbox = createSandbox();
    const stop = sandbox.reestro.addEventEvery(50 * DAY);
    sandbox.reestro.addEvent();
    sandbox.clock.advance(60 * DAY);
    expect(sandbox.reestro.events()).toHaveLength(2);
    sandbox.clock.advance(33 * DAY);
    expect(sandbox.reestro.events()).toHaveLength(1);
    stop();
    sandbox.clock.advance(100 * DAY);
    expect(sandbox.reestro.events()).toEqual([]);
  });

  it('makes every try of a webhook, and moves packages through their states', async () => {
    const { sandbox, server } = await started();
    let tries = 0;
    const receiver = createServer((_request, answer) => {
      tries += 1;
      answer.writeHead(500).end();
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    onTestFinished(() => void receiver.close());
    const address = receiver.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const authorization = `Bearer ${await token(server)}`;
    const clientId = sandbox.asna.client().clientId;
    const send = (method: string, path: string, body: unknown): Promise<Response> =>
      fetch(server.urls.asna + path, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await send('POST', '/v5/events/stocks_full', { clientId, url: `http://127.0.0.1:${port}/` });
    sandbox.asna.configure({ acceptedMs: HOUR, processingMs: HOUR, delivery: { retryDelayMs: HOUR } });
    const stocks = { date: '2018-11-22T16:01:13.032+03:00', stocks: [] };
    const taken = await send('POST', `/v5/stores/${clientId}/stocks`, stocks);
    expect(taken.status).toBe(202);
    expect(sandbox.asna.messages()).toMatchObject([{ statusId: 0 }]);
    sandbox.clock.advance(HOUR);
    expect(sandbox.asna.messages()).toMatchObject([{ statusId: 1 }]);
    sandbox.clock.advance(10 * HOUR);
    expect(sandbox.asna.messages()).toMatchObject([{ statusId: 2 }]);
    await vi.waitUntil(() => tries === 3, { interval: 1 });
  });

  it('runs what falls due in order of time, what that starts included, at the time it is due', () => {
    const clock = manualClock(0);
    for (const sandbox of [createSandbox(), createSandbox({ clock })]) {
      const start = sandbox.clock.now();
      const dates: number[] = [];
      sandbox.reestro.addEventEvery(1000);
      sandbox.clock.advance(3500);
      for (const { eventDate } of sandbox.reestro.events())
        dates.push(Date.parse(eventDate.slice(0, 23) + 'Z') - start);
      expect(dates.map((ms) => Math.round(ms / 100))).toEqual([10, 20, 30]);
    }
    expect(clock.now()).toBe(3500);
  });

  it('is undone by reset', async () => {
    const sandbox = createSandbox();
    sandbox.clock.advance(DAY);
    expect(sandbox.clock.now() - Date.now()).toBeGreaterThan(DAY - HOUR);
    await sandbox.reset();
    expect(sandbox.clock.now() - Date.now()).toBeLessThan(HOUR);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 1e14])('refuses %d', (ms) => {
    expect(() => createSandbox().clock.advance(ms)).toThrow(RangeError);
  });
});
