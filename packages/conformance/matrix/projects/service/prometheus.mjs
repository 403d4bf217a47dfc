import { createServer } from 'node:http';
import { AsnaClient, createWebhookReceiver } from '@partner-apis/asna';
import { prometheusMetrics } from '@partner-apis/integrations/prometheus';
import { register } from 'prom-client';
import { createPartners } from './partners.mjs';

const { report: ask } = createPartners();
const metrics = prometheusMetrics();
const asna = AsnaClient.fromEnv({ hooks: metrics.hooks });
const webhooks = [];
const receiver = createWebhookReceiver({
  secrets: asna.webhooks.secretSupplier(),
  path: '/webhooks/asna',
  hooks: metrics.receiverHooks('asna'),
}).on('stocks_full', (event) => {
  webhooks.push(event.MessageId);
});
metrics.watch('asna', receiver);

const server = createServer((request, response) => {
  const text =
    request.url === '/metrics'
      ? register.metrics()
      : request.url === '/report' && ask().then((found) => JSON.stringify({ ...found, webhooks }));
  if (!text) return void receiver.node(request, response);
  const type = request.url === '/metrics' ? register.contentType : 'application/json';
  text.then(
    (body) => response.setHeader('content-type', type).end(body),
    () => response.writeHead(500).end(),
  );
}).listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
