import {
  createWebhookReceiver,
  signWebhook,
  type WebhookReceiver,
  type WebhookReceiverOptions,
} from '@partner-apis/asna';

export const SECRET = '9xU78vt430';

/** The manual's sample of a webhook, written compactly: the 189 bytes that its Content-Length says. */
export const sample = {
  ClientId: 'BC164E55-B612-4A04-800B-34CCF10F6858',
  Event: 'stocks_full',
  Message: 'Processed',
  MessageId: '9ebec167-ddf5-4de0-b4df-c4c1749afb1a',
  Date: '2017-07-25T12:47:05.1210444+00:00',
};
export const sampleBody = JSON.stringify(sample);

/** HMAC-SHA256 of those bytes under the manual's sample key. Ours: the signature in the manual fits neither its body nor its key. */
export const sampleSignature = 'sha256=3088C363BBFFD4127451241D1A3FEB4BE1132EC4F483130B2945E5E0B08ED92F';

/** An event like the sample. */
export function eventBody(more: Record<string, unknown> = {}): string {
  return JSON.stringify({ ...sample, ...more });
}

/** A receiver that keeps what it handled. */
export function recording(options: Partial<WebhookReceiverOptions> = {}): {
  receiver: WebhookReceiver;
  handled: unknown[];
} {
  const handled: unknown[] = [];
  const receiver = createWebhookReceiver({ secrets: SECRET, ...options }).on('stocks_full', (event) => {
    handled.push(event);
  });
  return { receiver, handled };
}

/** A request to `receiver.handle` as ASNA makes it. */
export function posted(body: string | Uint8Array = sampleBody, secret = SECRET) {
  return { method: 'POST', path: '/', headers: { 'X-Signature': signWebhook(body, secret) }, body };
}
