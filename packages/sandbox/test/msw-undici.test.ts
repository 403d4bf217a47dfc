import { HttpRequestInterceptor } from '@mswjs/interceptors/http';
import { defineNetwork, InterceptorSource } from 'msw/experimental';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { handlers, sandbox } from '@partner-apis/sandbox/msw';

// The recipe of docs/testing-your-integration.md: sockets are listened to, so that it sees whichever library sends.
const network = defineNetwork({
  sources: [new InterceptorSource({ interceptors: [new HttpRequestInterceptor()] })],
  handlers,
  onUnhandledFrame: 'error',
  context: { quiet: true },
});
beforeAll(() => network.enable());
afterEach(() => sandbox.reset());
afterAll(() => network.disable());

const headers = { 'x-api-key': sandbox.astral.participant().apiKey };

it("sees undici's request()", async () => {
  const event = sandbox.astral.publish({ code: 'x' });
  const { statusCode, body } = await request('http://127.0.0.1:8000/events', { headers });
  expect([statusCode, await body.json()]).toMatchObject([200, { events: [event] }]);
  expect(sandbox.requests()).toHaveLength(1);
});

it('sees the global fetch too', async () => {
  expect((await fetch('http://127.0.0.1:8000/events', { method: 'HEAD' })).status).toBe(405);
  expect(sandbox.requests()).toHaveLength(1);
});

it("holds undici's poll until an event comes, and turns a reset into a network error", async () => {
  const poll = request('http://127.0.0.1:8000/events?timeout=600', { headers });
  await expect.poll(() => sandbox.requests({ outcome: 'open' }).length, { interval: 1 }).toBe(1);
  sandbox.astral.publish({ code: 'x' });
  const { body } = await poll;
  expect(await body.json()).toMatchObject({ events: [{ code: 'x' }] });
  sandbox.faults.inject({ vendor: 'astral', kind: 'reset' });
  await expect(request('http://127.0.0.1:8000/events', { headers })).rejects.toBeInstanceOf(Error);
});
