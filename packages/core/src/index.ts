/**
 * What programs need of the core, whatever vendor they talk to: errors and their guards, transports, and the parts of a durable feed. Vendor
 * packages re-export what belongs to them, so a program seldom imports this one. What clients are made of is in `@partner-apis/core/vendor`.
 *
 * @packageDocumentation
 */
import './node-version.ts';

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
export { type FeedHealth, type FeedState } from './feed/feed-health.ts';
export type {
  FeedContext,
  FeedCursor,
  FeedGap,
  FeedHandlerRetry,
  FeedHandling,
  FeedLock,
  FeedSettings,
  FeedStart,
  FeedStopOptions,
  FeedStopped,
} from './feed/feed-options.ts';
export { Feed } from './feed/feed.ts';
export { fileCursorStore } from './feed/stores/file-cursor-store.ts';
export { keyvCursorStore, type KeyvLike } from './feed/stores/keyv-cursor-store.ts';
export { memoryCursorStore } from './feed/stores/memory-cursor-store.ts';
export { type CursorStoreFactory, testCursorStore } from './feed/stores/test-cursor-store.ts';
export * from './user.ts';
