import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { AsnaClient, createWebhookReceiver, signWebhook } from '@partner-apis/asna';
import type { Scene } from './stage.ts';

/** A pharmacy subscribes, is told, is not fooled, and knows when its upload was processed. */
export const asnaWebhooks: Scene = {
  title: 'ASNA: webhooks and deferred work',
  async play({ sandbox, server, show, check }) {
    await using asna = new AsnaClient({ baseUrl: server.urls.asna, ...server.credentials.asna });
    const { clientId } = server.credentials.asna.auth;
    sandbox.asna.configure({ acceptedMs: 150, processingMs: 150, delivery: { duplicates: 1 } });

    const told: string[] = [];
    const receiver = createWebhookReceiver({ secrets: asna.webhooks.secretSupplier() }).on(
      'stocks_full',
      (event) => void told.push(event.MessageId),
    );
    const http = createServer((request, response) => void receiver.node(request, response)).listen(
      0,
      '127.0.0.1',
    );
    await once(http, 'listening');
    try {
      // A server that listens on a port has an address object.
      const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/webhooks/asna`;
      const { created } = await asna.subscriptions.ensure({ clientId, url, events: ['stocks_full'] });
      check('the pharmacy subscribed', created.length === 1, created.join(', '));

      const upload = {
        date: '2018-11-22T16:01:13.032+03:00',
        stocks: [{ prtId: '111445', nnt: 6072, qnt: 5 }],
      };
      const mistake = { ...upload, stocks: [{ ...upload.stocks[0], prtId: 111445 }] };
      const verdict = await asna.schemas.validate('stocks', mistake);
      check('a mistake in the data is found before it is sent', !verdict.valid);
      if (!verdict.valid) show('ASNA said', verdict.errors[0]?.field ?? verdict.message);

      const sent = await asna.submit({ method: 'POST', path: `/v5/stores/${clientId}/stocks`, body: upload });
      check('the stock was accepted for later', sent.state === 'accepted');
      if (sent.state !== 'accepted') return;
      const seen = new Set<string>();
      const done = await sent.wait({ intervalMs: 60, onProgress: ({ state }) => void seen.add(state) });
      check('it was waited for until it was processed', done.state === 'processed', [...seen].join(' → '));

      await until(() => sandbox.asna.deliveries().length === 2);
      const statuses = sandbox.asna.deliveries().map(({ status }) => status);
      check(
        'the webhook came twice and was handled once',
        told.length === 1,
        `answers ${statuses.join(', ')}`,
      );
      check('it names the package', told[0] === sent.messageId, told[0]);

      const forged = JSON.stringify({
        ClientId: clientId,
        Event: 'stocks_full',
        Message: 'Processed',
        MessageId: 'x',
        Date: '',
      });
      const headers = { 'x-signature': signWebhook(forged, 'a guess') };
      const answer = await fetch(url, { method: 'POST', body: forged, headers });
      check(
        'a forged one was refused',
        answer.status === 401 && told.length === 1,
        `status ${answer.status}`,
      );
    } finally {
      await receiver.stop();
      http.close();
    }
  },
};

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => void setTimeout(resolve, 10));
}
