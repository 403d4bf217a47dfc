// Receive webhooks in Fastify, remembering what was handled in Keyv. Without ASNA_CLIENT_ID it runs against the sandbox.
import { AsnaClient, createWebhookReceiver, keyvDedupe } from '@partner-apis/asna';
import fastify from 'fastify';
import Keyv from 'keyv';
import { withAsna } from './support/with-asna.ts';

const PATH = '/webhooks/asna';

await withAsna(async ({ clientId, untilStopped }) => {
  await using asna = AsnaClient.fromEnv();

  const receiver = createWebhookReceiver({
    secrets: asna.webhooks.secretSupplier(),
    // Give Keyv a database, and several processes share what they have handled, across restarts.
    dedupe: keyvDedupe(new Keyv({ namespace: 'asna-webhooks' })),
    onUnknown: (event) => console.log('nobody waits for', event.Event),
  }).on('stocks_full', async (event, { signal }) => {
    signal.throwIfAborted();
    console.log('stock of', event.ClientId, event.Message, event.MessageId);
  });

  const app = fastify();
  // Reads its own requests, byte for byte; the parsers of other routes are left alone.
  await app.register(receiver.fastify, { prefix: PATH });
  app.addHook('onClose', () => receiver.stop({ drainMs: 10_000 }));
  const address = await app.listen({ port: Number(process.env['PORT'] ?? 0), host: '127.0.0.1' });

  const url = process.env['PUBLIC_URL'] ?? `${address}${PATH}`;
  const { failed } = await asna.subscriptions.ensure({ clientId, url, events: ['stocks_full'] });
  for (const { event, error } of failed) console.error(event, error.message);

  await untilStopped('stocks_full');
  await app.close();
});
