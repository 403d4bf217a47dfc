/**
 * Client for the ASNA REST API, and a receiver for its webhooks.
 *
 * @packageDocumentation
 */
// First, so that its check of the Node.js version comes before anything that needs it.
export * from '@partner-apis/core/user';
export {
  CursorConflictError,
  type CursorStore,
  CursorStoreError,
  type CursorStoreFactory,
  type Feed,
  FeedAnomalyError,
  type FeedContext,
  type FeedCursor,
  type FeedGap,
  FeedGapError,
  type FeedHandlerRetry,
  type FeedHandling,
  type FeedHealth,
  type FeedLock,
  FeedParkError,
  type FeedSettings,
  type FeedState,
  type FeedStopOptions,
  type FeedStopped,
  fileCursorStore,
  isCursorConflictError,
  isCursorStoreError,
  isFeedAnomalyError,
  isFeedGapError,
  isFeedParkError,
  keyvCursorStore,
  memoryCursorStore,
  testCursorStore,
} from '@partner-apis/core';
export { isTokenError, TokenError } from './auth/token-error.ts';
export { AsnaClient } from './client.ts';
export type { Ensured, EnsureRequest } from './webhooks/ensure.ts';
export type { AsnaEventName } from './api/event-names.ts';
export { type AsnaHttpError, isAsnaHttpError } from './api/guards.ts';
export { isMessageFailedError, MessageFailedError } from './messages/message-failed-error.ts';
export type { MessageState, MessageStatus } from './messages/message-state.ts';
export type { Messages } from './messages/messages.ts';
export type { AsnaAuth, AsnaOptions } from './api/options.ts';
export type { AsnaFieldError, AsnaProblem } from './api/profile.ts';
export type { DedupeOptions, WebhookDedupe } from './receiver/dedupe/dedupe.ts';
export type { ExpressMiddleware, ExpressRequest } from './receiver/adapters/express-adapter.ts';
export type {
  FastifyLike,
  FastifyPlugin,
  FastifyReplyLike,
  FastifyRequestLike,
} from './receiver/adapters/fastify-adapter.ts';
export { keyvDedupe, type KeyvLike } from './receiver/dedupe/keyv-dedupe.ts';
export { memoryDedupe, type MemoryDedupeOptions } from './receiver/dedupe/memory-dedupe.ts';
export { createWebhookReceiver, type WebhookEventOf, type WebhookReceiver } from './receiver/receiver.ts';
export type {
  Later,
  WebhookContext,
  WebhookHandler,
  WebhookReceiverOptions,
} from './receiver/receiver-options.ts';
export type { WebhookSecrets, WebhookSecretSupplier } from './receiver/signature/secrets.ts';
export { signWebhook } from './receiver/signature/signature.ts';
export type { WebhookResponse } from './receiver/webhook-answer.ts';
export { verifyWebhook, type WebhookEvent } from './receiver/webhook-event.ts';
export type {
  AnsweredWebhook,
  WebhookHooks,
  WebhookOutcome,
  WebhookReceiverHealth,
} from './receiver/webhook-hooks.ts';
export { isWebhookPayloadError, WebhookPayloadError } from './receiver/webhook-payload-error.ts';
export type {
  HeaderLookup,
  WebhookHeaders,
  WebhookRequest,
  WebhookRequestHead,
} from './receiver/webhook-request.ts';
export {
  isWebhookSignatureError,
  WebhookSignatureError,
} from './receiver/signature/webhook-signature-error.ts';
export type { SchemaName, ValidationResult } from './schemas/schema-operations.ts';
export type { AsnaAccept, AsnaReadOptions } from './api/reading.ts';
export { type AsnaOperation, operations } from './operations.ts';
export {
  ORDER_STATUS,
  type OrderAnswer,
  type OrderChange,
  type OrderChanges,
  type OrderHeader,
  type OrderQuery,
  type OrderRow,
  type OrderRowUpdate,
  type OrderStatus,
  type OrderStatusCode,
  type OrderStatusUpdate,
  type SentOrderStatus,
} from './orders/models.ts';
export type { OrderFeedOptions } from './orders/order-feed.ts';
export type { Orders } from './orders/orders.ts';
export type { Assortment } from './references/assortment.ts';
export type {
  AssortmentPlan,
  AssortmentRow,
  Goods,
  GoodsLink,
  GoodsQuery,
  Store,
} from './references/models.ts';
export type { References } from './references/references.ts';
export type { Stores } from './references/stores.ts';
export type { PreorderItem, PreorderRow, PreorderUpload } from './stocks/preorder.ts';
export type { Preorders } from './stocks/preorders.ts';
export type { Stocks } from './stocks/stocks.ts';
export type { Schemas } from './schemas/schemas.ts';
export { asnaDateTime, type AsnaDateTime } from './api/dates.ts';
export type { StockItem, StockRow, StockUpload } from './stocks/stock.ts';
export type { SubmitRequest } from './messages/submit.ts';
export type { Submitted } from './messages/submitted.ts';
export type { Subscription } from './webhooks/subscription-operations.ts';
export type { Subscriptions } from './webhooks/subscriptions.ts';
export type { WaitOptions } from './messages/wait.ts';
export type { WebhookKey } from './webhooks/webhook-operations.ts';
export type { Webhooks } from './webhooks/webhooks.ts';
