/**
 * Client for Kontur.Reestro: certificates, stored files, document flows, subjects, checks, inspections, and durable readers for their feeds.
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
  type FeedStart,
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
  type KeyvLike,
  memoryCursorStore,
  testCursorStore,
} from '@partner-apis/core';
export { type DiskOptions } from '@partner-apis/core/vendor';
export {
  type FileDownload,
  FileSystemError,
  isFileSystemError,
  type OnProgress,
  type Overwrite,
  type Progress,
  type SavedFile,
} from '@partner-apis/core/vendor';
export type {
  AssessedSubjects,
  Assessment,
  CheckGroups,
  Checks,
  StoreSubjectOptions,
} from './assessment/assessment.ts';
export type * from './assessment/models.ts';
export { ReestroClient, type ReestroCredential, type ReestroOptions } from './client.ts';
export { ContentMismatchError, isContentMismatchError } from './contents/content-mismatch-error.ts';
export type { StoredContents } from './contents/contents.ts';
export type { SaveContentOptions, SavedContent } from './contents/save-content.ts';
export type { Crypto, CryptoEvents, ReestroFeedOptions } from './crypto/crypto.ts';
export type { Forms, Signatures } from './crypto/forms.ts';
export {
  type CertificateRejected,
  type CertificateReleased,
  isCertificateRejected,
  isCertificateReleased,
  isSigningProcessed,
  type SigningProcessed,
} from './crypto/guards.ts';
export type * from './crypto/models.ts';
export type { Entities, Representatives, Subjects } from './entities/entities.ts';
export type * from './entities/models.ts';
export type { EventFeed } from './events/event-feed.ts';
export type { EventQuery, PageOf } from './events/event-query.ts';
export type { FeedEvent } from './events/feed-event.ts';
export type {
  InspectionApi,
  Inspections,
  OwnerRepresentatives,
  Owners,
  Plans,
  Rooms,
  Workers,
} from './inspection/inspection.ts';
export type { InspectionEvents, TokenList } from './inspection/lists.ts';
export type * from './inspection/models.ts';
export { operations, type ReestroOperation } from './operations.ts';
export type { BackwardPage } from './paging/backward.ts';
export type { TokenPage } from './paging/by-token.ts';
export type * from './rosreestr/models.ts';
export type { Docflows, Monitorings, Rosreestr } from './rosreestr/rosreestr.ts';
export type * from './services/models.ts';
export type { Addresses, Billing, Identification } from './services/services.ts';
export type { BasePaths } from './wire/base-paths.ts';
export type { Conditional, ConditionalOptions } from './wire/conditional.ts';
export { matchesMd5, toDate } from './wire/helpers.ts';
export { isReestroHttpError, type ReestroHttpError } from './wire/http-error.ts';
export type * from './wire/models.ts';
export { isPaymentRequiredError, PaymentRequiredError } from './wire/payment-required-error.ts';
