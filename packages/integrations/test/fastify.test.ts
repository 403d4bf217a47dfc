import { createWebhookReceiver, signWebhook } from '@partner-apis/asna';
import { AstralClient } from '@partner-apis/astral';
import { partnerApis } from '@partner-apis/integrations/fastify';
import { createSandbox } from '@partner-apis/sandbox';
import { rejection } from '@partner-apis/test-kit';
import fastify from 'fastify';
import { expect, test } from 'vitest';

const secret = 'secret of a test';
const webhook = JSON.stringify({
  ClientId: '0e238a6a-c9f7-435f-9f9e-a9257e613870',
  Event: 'stocks_full',
  Message: 'processed',
  MessageId: '5f8b8bb0-93f5-4b1c-a0a8-2a1a3c8f9f5e',
  Date: '2026-11-30T07:00:00Z',
});

test('loops, receiver and clients live and end with the server', async () => {
  const sandbox = createSandbox({ seed: 'fastify' });
  const server = await sandbox.listen({ port: 0 });
  const astral = new AstralClient({ baseUrl: server.urls.astral, ...server.credentials.astral });
  const seen = Promise.withResolvers<string>();
  const consumer = astral.consumer().on('signature.verified', (event) => seen.resolve(event.id));
  const began = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const receiver = createWebhookReceiver({ secrets: secret }).on('stocks_full', async () => {
    began.resolve();
    await finish.promise;
  });
  const app = fastify();
  await app.register(partnerApis, {
    loops: { signatures: consumer },
    receivers: { '/webhooks/asna': receiver },
    clients: [astral],
    healthPath: '/health',
  });
  app.get('/other', () => Promise.resolve('served'));
  const address = await app.listen({ port: 0, host: '127.0.0.1' });

  const participant = sandbox.astral.participant().id;
  sandbox.astral.publish({ code: 'signature.verified', consumer: [participant], data: {} });
  const id = await seen.promise;
  const health = await fetch(`${address}/health`);
  expect(health.status).toBe(200);
  expect(await health.json()).toMatchObject({
    status: 'ok',
    loops: { signatures: { live: true, state: 'running' } },
  });
  expect(await (await fetch(`${address}/other`)).text()).toBe('served');

  const delivered = fetch(`${address}/webhooks/asna`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': signWebhook(webhook, secret) },
    body: webhook,
  });
  await began.promise;
  const closing = app.close();
  finish.resolve();
  expect((await delivered).status).toBe(200);
  await closing;
  expect(sandbox.astral.confirmed(participant)).toContain(id);
  expect(await rejection(astral.events.get(id))).toMatchObject({ code: 'ABORTED' });
  await server.close();
});

test('a loop that has ended makes the health route answer 503 and is logged', async () => {
  const sandbox = createSandbox({ seed: 'fastify' });
  const server = await sandbox.listen({ port: 0 });
  const astral = new AstralClient({ baseUrl: server.urls.astral, apiKey: 'a key that nobody knows' });
  const lines: string[] = [];
  const logged = Promise.withResolvers<void>();
  const stream = {
    write(line: string) {
      if (!line.includes('has ended')) return;
      lines.push(line);
      logged.resolve();
    },
  };
  const app = fastify({ logger: { stream } });
  const loop = astral.consumer().on('signature.verified', () => undefined);
  await app.register(partnerApis, { loops: { signatures: loop }, clients: [astral], healthPath: '/health' });
  await app.ready();
  await logged.promise;
  expect(lines.join('')).toContain('"code":"AUTHENTICATION"');
  expect(lines.join('')).not.toContain('a key that nobody knows');
  const { statusCode, body } = await app.inject('/health');
  expect(statusCode).toBe(503);
  expect(JSON.parse(body)).toMatchObject({ status: 'error', loops: { signatures: { state: 'failed' } } });
  await app.close();
  await server.close();
});
