/** The same server, and a service on ASNA. */
import { createServer } from 'node:http';
import { AsnaClient, asnaDateTime, createWebhookReceiver, fileCursorStore } from '@partner-apis/asna';

const asna = AsnaClient.fromEnv();
const receiver = createWebhookReceiver({
  secrets: asna.webhooks.secretSupplier(),
  path: '/webhooks/asna',
}).on('stocks_full', async (event) => console.log(event.MessageId));
createServer((request, response) => void receiver.node(request, response)).listen(8080);

const stocks = [{ prtId: '111445', nnt: 6072, qnt: 5, prcRet: 170 }];
const sent = await asna.stocks.replace('client', { date: asnaDateTime(new Date()), stocks });
if (sent.state === 'accepted') await sent.wait();
console.log(fileCursorStore('./cursors.json'));
await asna.close();
