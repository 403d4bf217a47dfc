/**
 * The vendor-free core of the Partner APIs SDK: HTTP pipeline, authentication, retry, deadlines and errors.
 *
 * Programs import a vendor package, which re-exports what they need of this one; this entry also has what vendor packages are made of.
 *
 * @packageDocumentation
 */
import './node-version.ts';

export { bearer, bearerToken, type Token, TokenCache, type TokenSupplier } from './auth/bearer.ts';
export { CredentialFailed } from './auth/credential-failed.ts';
export {
  cookieToken,
  headerKey,
  type SchemeParameter,
  schemeWithParameters,
} from './auth/fixed-credential.ts';
export type { AuthStrategy, RequestHeaders } from './auth/strategy.ts';
export { type BaseUrl, parseBaseUrl } from './runtime/base-url.ts';
export type { CallRules, Success } from './runtime/call-rules.ts';
export { defaultTransport } from './transport/default-transport.ts';
export { type Caller, type ClientDefinition, PartnerClient } from './client/client.ts';
export { sleep } from './time/clock.ts';
export { environment } from './client/environment.ts';
export { isErrorLike } from './errors/error-like.ts';
export { gatewayHint } from './failure/gateway-page.ts';
export { describeIssues } from './errors/request-validation-error.ts';
export { guarded } from './observe/logger.ts';
export {
  CursorConflictError,
  CursorStoreError,
  isCursorConflictError,
  isCursorStoreError,
} from './feed/cursor/cursor-errors.ts';
export type { CursorStore } from './feed/cursor/cursor-store.ts';
export {
  FeedAnomalyError,
  FeedGapError,
  FeedParkError,
  isFeedAnomalyError,
  isFeedGapError,
  isFeedParkError,
} from './feed/feed-errors.ts';
export { type FeedHealth, type FeedState, wholeMs } from './feed/feed-health.ts';
export type {
  FeedContext,
  FeedCursor,
  FeedGap,
  FeedHandlerRetry,
  FeedHandling,
  FeedLock,
  FeedOptions,
  FeedPage,
  FeedQuery,
  FeedSettings,
  FeedSource,
  FeedStart,
  FeedStopOptions,
  FeedStopped,
} from './feed/feed-options.ts';
export { createFeed, Feed } from './feed/feed.ts';
export { fileCursorStore } from './feed/stores/file-cursor-store.ts';
export { keyvCursorStore, type KeyvLike } from './feed/stores/keyv-cursor-store.ts';
export { memoryCursorStore } from './feed/stores/memory-cursor-store.ts';
export { type CursorStoreFactory, testCursorStore } from './feed/stores/test-cursor-store.ts';
export { jsonIssues } from './operation/json-body.ts';
export { fileChunks } from './memory/file-chunks.ts';
export { PassedChunks, transient } from './memory/passed-chunks.ts';
export {
  type BytesAnswer,
  defineOperation,
  type Operation,
  type OperationInput,
  type OperationSent,
} from './operation/operation.ts';
export { callOptionIssues } from './runtime/options.ts';
export type { Answer, ConnectionFound, Failure, VendorProfile } from './operation/profile.ts';
export { RawJson } from './operation/raw-json.ts';
export { Redactor } from './secrets/redactor.ts';
export { retryAfterMs } from './retry/retry.ts';
export type { Runtime } from './runtime/runtime.ts';
export { check, type Checked, type InputOf, type OutputOf } from './operation/schema.ts';
export { type SecretSource, secretSource } from './secrets/secret.ts';
export type { StreamedBody } from './operation/streamed-body.ts';
export { TRANSFER_TIMEOUTS } from './time/timeouts.ts';
export * from './user.ts';
