import {
  AsnaClient,
  createWebhookReceiver,
  isTokenError,
  memoryDedupe,
  verifyWebhook,
} from '@partner-apis/asna';

export const client = new AsnaClient({ token: 'token' });
export const { webhooks, subscriptions, messages, schemas } = client;
export const key = () => webhooks.getKey();
export const secrets = webhooks.secretSupplier();
export const ensured = (...args: Parameters<typeof subscriptions.ensure>) => subscriptions.ensure(...args);
export const status = () => messages.getStatus('id');
export const waited = () => messages.wait('id');
export const validated = (...args: Parameters<typeof schemas.validate>) => schemas.validate(...args);
export const submitted = () => client.submit({ method: 'POST', path: '/x', body: {} });
export const receiver = createWebhookReceiver({ secrets }).on('stocks_full', (event) => void event.MessageId);
export const middleware = receiver.express();
export const plugin = receiver.fastify;
export const dedupe = memoryDedupe();
export const event = () => verifyWebhook('', '', 'key');
export const refused = (error: unknown) => (isTokenError(error) ? error : undefined);
