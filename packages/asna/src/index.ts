/**
 * Client for the ASNA REST API, and a receiver for its webhooks.
 *
 * @packageDocumentation
 */
// First, so that its check of the Node.js version comes before anything that needs it.
export * from '@partner-apis/core/user';
export { isTokenError, TokenError } from './auth/token-error.ts';
export { AsnaClient } from './client.ts';
export type { Ensured, EnsureRequest } from './ensure.ts';
export type { AsnaEventName } from './event-names.ts';
export { type AsnaHttpError, isAsnaHttpError } from './guards.ts';
export { isMessageFailedError, MessageFailedError } from './message-failed-error.ts';
export type { MessageState, MessageStatus } from './message-state.ts';
export type { Messages } from './messages.ts';
export type { AsnaAuth, AsnaOptions } from './options.ts';
export type { AsnaFieldError, AsnaProblem } from './profile.ts';
export type { DedupeOptions, WebhookDedupe } from './receiver/dedupe.ts';
export type { ExpressMiddleware, ExpressRequest } from './receiver/express-adapter.ts';
export type {
  FastifyLike,
  FastifyPlugin,
  FastifyReplyLike,
  FastifyRequestLike,
} from './receiver/fastify-adapter.ts';
export { keyvDedupe, type KeyvLike } from './receiver/keyv-dedupe.ts';
export { memoryDedupe, type MemoryDedupeOptions } from './receiver/memory-dedupe.ts';
export { createWebhookReceiver, type WebhookEventOf, type WebhookReceiver } from './receiver/receiver.ts';
export type { WebhookContext, WebhookHandler, WebhookReceiverOptions } from './receiver/receiver-options.ts';
export type { WebhookSecrets, WebhookSecretSupplier } from './receiver/secrets.ts';
export { signWebhook } from './receiver/signature.ts';
export type { WebhookResponse } from './receiver/webhook-answer.ts';
export { verifyWebhook, type WebhookEvent } from './receiver/webhook-event.ts';
export { isWebhookPayloadError, WebhookPayloadError } from './receiver/webhook-payload-error.ts';
export type {
  HeaderLookup,
  WebhookHeaders,
  WebhookRequest,
  WebhookRequestHead,
} from './receiver/webhook-request.ts';
export { isWebhookSignatureError, WebhookSignatureError } from './receiver/webhook-signature-error.ts';
export type { SchemaName, ValidationResult } from './schema-operations.ts';
export type { Schemas } from './schemas.ts';
export { asnaDateTime, type AsnaDateTime, type StockItem, type StockUpload } from './stock.ts';
export type { Submitted, SubmitRequest } from './submit.ts';
export type { Subscription } from './subscription-operations.ts';
export type { Subscriptions } from './subscriptions.ts';
export type { WaitOptions } from './wait.ts';
export type { WebhookKey } from './webhook-operations.ts';
export type { Webhooks } from './webhooks.ts';
