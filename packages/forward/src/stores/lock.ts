import type { FeedLock } from '@partner-apis/core';

/** A lock that is held. */
export interface HeldLock extends FeedLock {
  /**
   * Fencing token: greater than that of every holder before. A holder that was cut off does not know that its time is over; what it writes
   * can be refused where the token of its successor has been seen.
   */
  readonly token: number;
  /** Aborts when the lock was lost: it could not be renewed in time, or was taken away. */
  readonly lost: AbortSignal;
  /** Gives the lock back, if it is still held. */
  release(): Promise<void>;
}

/** Waits for a lock and holds it until it is released; rejects with the signal's reason. For the option `lock` of a durable feed. */
export type Lock = (key: string, signal: AbortSignal) => Promise<HeldLock>;

/** Options of the locks that come with the package. */
export interface LockOptions {
  /** How long a lock that is not renewed holds, in milliseconds: after a crash somebody else waits so long. Default 30,000. */
  readonly ttlMs?: number;
}

/** What a lock is made of: three steps that the database does at once, by its own clock. */
export interface LeaseStore {
  /** Takes the lease if nobody has it; its fencing token, or undefined. */
  take(key: string, owner: string, ttlMs: number): Promise<number | undefined>;
  /** Renews the lease; false when it is somebody else's, or nobody's. */
  renew(key: string, owner: string, ttlMs: number): Promise<boolean>;
  /** Gives it back, if it is this owner's. */
  give(key: string, owner: string): Promise<void>;
}

export const DEFAULT_TTL_MS = 30_000;
