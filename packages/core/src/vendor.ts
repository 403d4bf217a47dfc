/**
 * What the client of a vendor is made of: operations, credentials, the pipeline behind them, the durable feed. This is how a further vendor
 * is written, in this repository or in another: see the guide `docs/write-a-vendor.md`. Programs that only use clients have no need of it.
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
export type { VendorRules, Success } from './runtime/vendor-rules.ts';
export { defaultTransport } from './transport/default-transport.ts';
export { type Caller, type ClientDefinition, PartnerClient } from './client/client.ts';
export { type Awaited as AwaitedWork, pollUntil, type WaitOptions } from './client/poll-until.ts';
export { sleep } from './time/clock.ts';
export { settlesWithin } from './time/settles-within.ts';
export { environment } from './client/environment.ts';
export { explainUnread, nearest, nearVariables } from './client/near-names.ts';
export { checkOptionNames } from './runtime/options.ts';
export { isErrorLike } from './errors/error-like.ts';
export { gatewayHint } from './failure/gateway-page.ts';
export { callable, withMethods } from './schema/option-schemas.ts';
export { issuesIn } from './schema/plain-issues.ts';
export { describeIssues } from './errors/request-validation-error.ts';
export { guarded } from './observe/logger.ts';
export { wholeMs } from './feed/feed-health.ts';
export type { FeedOptions, FeedPage, FeedQuery, FeedSource } from './feed/feed-options.ts';
export { createFeed, type FeedReading } from './feed/feed.ts';
export { jsonIssues } from './operation/json-body.ts';
export { fileChunks } from './memory/file-chunks.ts';
export { PassedChunks, transient } from './memory/passed-chunks.ts';
export { RecentNumbers } from './memory/recent-numbers.ts';
export {
  type BytesAnswer,
  defineOperation,
  type Operation,
  type OperationInput,
  type OperationSent,
} from './operation/operation.ts';
export {
  type OperationInfo,
  operationList,
  type OperationSchemas,
  schemasOf,
} from './operation/operation-list.ts';
export { once } from './schema/once.ts';
export { onTheWire, wireShapeOf } from './schema/wire-shape.ts';
export { callOptionIssues } from './runtime/options.ts';
export type { Answer, ConnectionFound, Failure, VendorProfile } from './operation/profile.ts';
export { RawJson } from './operation/json-body.ts';
export { Redactor } from './secrets/redactor.ts';
export { retryAfterMs } from './failure/retry-after.ts';
export type { Runtime } from './runtime/runtime.ts';
export { zodWords } from './schema/zod-words.ts';
export { check, type Checked, type InputOf, type OutputOf, withShortWay } from './schema/schema.ts';
export { type SecretSource, secretSource } from './secrets/secret.ts';
export type { StreamedBody } from './operation/streamed-body.ts';
export { TRANSFER_TIMEOUTS } from './time/timeouts.ts';
export { type DiskOptions, diskShape, pathSchema } from './download/disk-options.ts';
export type { DiskTask } from './disk/disk-errors.ts';
export { FileSystemError, isFileSystemError } from './disk/file-system-error.ts';
export type { Overwrite } from './disk/place-file.ts';
export { ahead, later, loadedFor } from './client/later.ts';
export { throwIfAborted } from './download/aborted.ts';
export { Contents } from './download/contents.ts';
export { FileDownload } from './download/file-download.ts';
export type { OnProgress, Progress } from './download/progress.ts';
export type { SavedFile } from './download/save-download.ts';
export { checkArguments, invalidArguments } from './client/check-arguments.ts';
