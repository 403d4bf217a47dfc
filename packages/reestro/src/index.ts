/**
 * Client for Kontur.Reestro: the feed of certificate events, and a durable reader for it.
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
export { ReestroClient, type ReestroCredential, type ReestroOptions } from './client.ts';
export type { EventQuery } from './crypto/event-operations.ts';
export type { Crypto, CryptoEvents } from './crypto/crypto.ts';
export type { ReestroFeedOptions } from './events/durable-feed.ts';
export {
  type CertificateRejected,
  type CertificateReleased,
  isCertificateRejected,
  isCertificateReleased,
  isReestroHttpError,
  isSigningProcessed,
  type ReestroHttpError,
  type SigningProcessed,
} from './crypto/guards.ts';
export { matchesMd5, toDate } from './wire/helpers.ts';
export type {
  CertificateFormEvent,
  ContentInfo,
  CryptoEvent,
  EventBase,
  EventPage,
  OpenText,
  ReestroError,
  SignedFile,
  SignEvent,
} from './crypto/models.ts';
