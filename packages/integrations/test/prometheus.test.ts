import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createWebhookReceiver, signWebhook, type WebhookHooks } from '@partner-apis/asna';
import { AstralClient, type ConsumerHooks } from '@partner-apis/astral';
import { astralSource, forward } from '@partner-apis/forward';
import { prometheusMetrics } from '@partner-apis/integrations/prometheus';
import { memoryCursorStore, ReestroClient } from '@partner-apis/reestro';
import { createSandbox } from '@partner-apis/sandbox';
import { rejection } from '@partner-apis/test-kit';
import { Registry } from 'prom-client';
import { expect, expectTypeOf, test } from 'vitest';

/** The value of a line of the exposition, whatever the order of its labels. */
function valueOf(text: string, metric: string, labels: Record<string, string> = {}): number | undefined {
  const line = text
    .split('\n')
    .find(
      (one) =>
        one.startsWith(`${metric}{`) &&
        Object.entries(labels).every(([name, value]) => one.includes(`${name}="${value}"`)),
    );
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
}

test('a scrape over a socket tells of calls, attempts, events and the state of consumer and feed', async () => {
  const sandbox = createSandbox({ seed: 'metrics' });
  const server = await sandbox.listen({ port: 0 });
  const register = new Registry();
  const metrics = prometheusMetrics({ register });
  const { hooks } = metrics;
  await using astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral, hooks });
  await using reestro = new ReestroClient({
    baseUrl: server.urls.reestro,
    ...server.credentials.reestro,
    hooks,
  });
  const scraped = createServer((_, response) => void register.metrics().then((text) => response.end(text)));
  await new Promise<void>((resolve) => scraped.listen(0, '127.0.0.1', resolve));
  // Boundary: it listens on TCP.
  const scrape = async () =>
    (await fetch(`http://127.0.0.1:${(scraped.address() as AddressInfo).port}`)).text();

  sandbox.faults.inject({ vendor: 'astral', operation: 'events.get', kind: 'status', status: 503, times: 1 });
  await rejection(astral.events.get('0'.repeat(32)));
  const consumed = Promise.withResolvers<void>();
  const consumer = astral
    .consumer({ hooks: metrics.consumerHooks('events'), retry: { retries: 1, minDelayMs: 0, maxDelayMs: 0 } })
    .otherwise((_event, context) => {
      if (context.attempt === 1) throw new Error('once');
      consumed.resolve();
      return context.confirm();
    });
  metrics.watch('events', consumer);
  const handled = Promise.withResolvers<void>();
  const feed = reestro.crypto.events.feed({
    key: 'metrics',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    handler: () => handled.resolve(),
  });
  const unwatch = metrics.watch('certificates', feed);
  expect(valueOf(await scrape(), 'partner_apis_state', { name: 'events', state: 'created' })).toBe(1);

  sandbox.astral.publish({ code: 'a', consumer: [sandbox.astral.participant().id], data: {} });
  sandbox.reestro.addEvent('released');
  const running = [consumer.run(), feed.run()];
  await Promise.all([consumed.promise, handled.promise]);
  const during = await scrape();
  expect(valueOf(during, 'partner_apis_state', { name: 'events', state: 'running' })).toBe(1);
  expect(valueOf(during, 'partner_apis_state', { name: 'events', state: 'created' })).toBeUndefined();
  expect(valueOf(during, 'partner_apis_live', { name: 'events' })).toBe(1);
  await Promise.all([consumer.stop(), feed.stop()]);
  await Promise.all(running);

  const after = await scrape();
  const call = { vendor: 'astral', operation: 'events.get' };
  expect(valueOf(after, 'partner_apis_call_duration_seconds_count', { ...call, outcome: 'NOT_FOUND' })).toBe(
    1,
  );
  expect(valueOf(after, 'partner_apis_attempts_total', { ...call, result: '503' })).toBe(1);
  expect(valueOf(after, 'partner_apis_attempts_total', { ...call, result: '404' })).toBe(1);
  expect(valueOf(after, 'partner_apis_calls_in_flight', call)).toBe(0);
  expect(valueOf(after, 'partner_apis_events_total', { name: 'events', outcome: 'failed' })).toBe(1);
  expect(valueOf(after, 'partner_apis_live', { name: 'events' })).toBe(0);
  expect(valueOf(after, 'partner_apis_handled_total', { name: 'certificates' })).toBe(1);
  expect(valueOf(await scrape(), 'partner_apis_handled_total', { name: 'certificates' })).toBe(1);
  unwatch();
  expect(valueOf(await scrape(), 'partner_apis_handled_total', { name: 'certificates' })).toBeUndefined();
  expect(after).not.toContain(server.credentials.astral.apiKey);

  scraped.close();
  await server.close();
});

test('a forwarder tells what its engine has taken', async () => {
  const sandbox = createSandbox({ seed: 'forwarded' });
  const server = await sandbox.listen({ port: 0 });
  const register = new Registry();
  const metrics = prometheusMetrics({ register });
  await using astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  const forwarder = forward({
    source: astralSource(astral),
    sink: { put: (items) => Promise.resolve(items.map(() => 'stored' as const)) },
    hooks: { put: () => void forwarder.stop() },
  });
  metrics.watch('to the engine', forwarder);
  sandbox.astral.publish({ code: 'a', consumer: [sandbox.astral.participant().id], data: {} });
  await forwarder.run();
  expect(valueOf(await register.metrics(), 'partner_apis_stored_total', { name: 'to the engine' })).toBe(1);
  await server.close();
});

test('a receiver of webhooks tells what it answered, and names nothing that a sender wrote', async () => {
  const register = new Registry();
  const metrics = prometheusMetrics({ register });
  const receiver = createWebhookReceiver({ secrets: 'key', hooks: metrics.receiverHooks('asna') }).on(
    'stocks_full',
    () => undefined,
  );
  const unwatch = metrics.watch('asna', receiver);
  const server = createServer((incoming, outgoing) => void receiver.node(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Boundary: it listens on TCP.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const post = async (event: string, key: string) => {
    const body = JSON.stringify({ ClientId: 'c', Event: event, Message: 'm', MessageId: event, Date: 'd' });
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'x-signature': signWebhook(body, key) },
      body,
    });
    return answer.status;
  };
  expect(await post('stocks_full', 'key')).toBe(200);
  expect(await post('stocks_full', 'key')).toBe(200);
  expect(await post('a-name-of-the-sender', 'another key')).toBe(401);

  const text = await register.metrics();
  const outcome = (name: string) =>
    valueOf(text, 'partner_apis_webhooks_total', { name: 'asna', outcome: name });
  expect([outcome('handled'), outcome('duplicate'), outcome('signature'), outcome('failed')]).toEqual([
    1,
    1,
    1,
    undefined,
  ]);
  expect(valueOf(text, 'partner_apis_webhook_duration_seconds_count', { name: 'asna' })).toBe(2);
  expect(valueOf(text, 'partner_apis_live', { name: 'asna' })).toBe(1);
  expect(valueOf(text, 'partner_apis_in_flight', { name: 'asna' })).toBe(0);
  expect(text).not.toMatch(/a-name-of-the-sender|stocks_full/);

  await receiver.stop();
  expect(await post('stocks_changed', 'key')).toBe(503);
  const after = await register.metrics();
  expect(valueOf(after, 'partner_apis_webhooks_total', { outcome: 'stopping' })).toBe(1);
  expect(valueOf(after, 'partner_apis_live', { name: 'asna' })).toBe(0);
  unwatch();
  server.close();
});

test('a failure to connect is counted under its code', async () => {
  const register = new Registry();
  const metrics = prometheusMetrics({ register, prefix: 'x_' });
  await using astral = new AstralClient({
    baseUrl: 'http://127.0.0.1:9',
    apiKey: 'key',
    retry: false,
    hooks: metrics.hooks,
  });
  await rejection(astral.events.get('0'.repeat(32)));
  const text = await register.metrics();
  const labels = { operation: 'events.get', outcome: 'CONNECTION' };
  expect(valueOf(text, 'x_call_duration_seconds_count', labels)).toBe(1);
  expect(valueOf(text, 'x_attempts_total', { operation: 'events.get', result: 'CONNECTION' })).toBe(1);
});

test('two parts under one name are refused', async () => {
  const metrics = prometheusMetrics({ register: new Registry() });
  await using astral = new AstralClient({ apiKey: 'key' });
  const part = astral.consumer().otherwise((_event, context) => context.confirm());
  metrics.watch('one', part);
  expect(() => metrics.watch('one', part)).toThrow(/another part is watched under the name one/);
});

test('the hooks fit the options of consumer and receiver', () => {
  expectTypeOf(prometheusMetrics).returns.toHaveProperty('consumerHooks').returns.toExtend<ConsumerHooks>();
  expectTypeOf(prometheusMetrics).returns.toHaveProperty('receiverHooks').returns.toExtend<WebhookHooks>();
});
