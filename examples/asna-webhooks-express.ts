// Subscribe to events and receive them in Express. Without ASNA_CLIENT_ID it runs against the sandbox, which sends one webhook.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { AsnaClient, createWebhookReceiver } from '@partner-apis/asna';
import express from 'express';
import { withAsna } from './support/with-asna.ts';

const PATH = '/webhooks/asna';

await withAsna(async ({ clientId, untilStopped }) => {
  await using asna = AsnaClient.fromEnv();

  const receiver = createWebhookReceiver({ secrets: asna.webhooks.secretSupplier(), path: PATH })
    .on('stocks_full', (event) => console.log('stock of', event.ClientId, event.Message, event.MessageId))
    .on(['orders_updates_site', 'orders_updates_store'], (event) => console.log('orders of', event.ClientId));

  const app = express();
  // Before any body parser: what is signed are the bytes as they came.
  app.use(receiver.express());
  app.use(express.json());
  const server = app.listen(Number(process.env['PORT'] ?? 0));
  await once(server, 'listening');

  // A server that listens on a port has an address object. ASNA needs an address that the internet can reach.
  const { port } = server.address() as AddressInfo;
  const url = process.env['PUBLIC_URL'] ?? `http://127.0.0.1:${port}${PATH}`;
  const events = ['stocks_full', 'orders_updates_site', 'orders_updates_store'];
  const { created, updated, failed } = await asna.subscriptions.ensure({ clientId, url, events });
  console.log('created', created, 'updated', updated, 'failed', failed);

  await untilStopped('stocks_full');
  // First finish what has begun, then close the port.
  await receiver.stop({ drainMs: 10_000 });
  server.close();
});
