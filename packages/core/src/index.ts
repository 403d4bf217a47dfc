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
export { type BaseUrl, parseBaseUrl } from './base-url.ts';
export type { CallRules, Success } from './call-rules.ts';
export { defaultTransport } from './transport/default-transport.ts';
export { type Caller, type ClientDefinition, PartnerClient } from './client.ts';
export { sleep } from './clock.ts';
export { environment } from './environment.ts';
export { isErrorLike } from './errors/error-like.ts';
export { gatewayHint } from './gateway-page.ts';
export { describeIssues } from './errors/request-validation-error.ts';
export { guarded } from './logger.ts';
export {
  CursorConflictError,
  CursorStoreError,
  isCursorConflictError,
  isCursorStoreError,
} from './feed/cursor-errors.ts';
export type { CursorStore } from './feed/cursor-store.ts';
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
export { fileCursorStore } from './feed/file-cursor-store.ts';
export { keyvCursorStore, type KeyvLike } from './feed/keyv-cursor-store.ts';
export { memoryCursorStore } from './feed/memory-cursor-store.ts';
export { type CursorStoreFactory, testCursorStore } from './feed/test-cursor-store.ts';
export { jsonIssues } from './json-body.ts';
export { fileChunks } from './memory/file-chunks.ts';
export { PassedChunks, transient } from './memory/passed-chunks.ts';
export {
  type BytesAnswer,
  defineOperation,
  type Operation,
  type OperationInput,
  type OperationSent,
} from './operation.ts';
export { callOptionIssues } from './options.ts';
export type { Answer, ConnectionFound, Failure, VendorProfile } from './profile.ts';
export { RawJson } from './raw-json.ts';
export { Redactor } from './redactor.ts';
export { retryAfterMs } from './retry.ts';
export type { Runtime } from './runtime.ts';
export { check, type Checked, type InputOf, type OutputOf } from './schema.ts';
export { type SecretSource, secretSource } from './secret.ts';
export type { StreamedBody } from './streamed-body.ts';
export { TRANSFER_TIMEOUTS } from './timeouts.ts';
export * from './user.ts';
