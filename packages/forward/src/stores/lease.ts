import { randomUUID } from 'node:crypto';
import { ConfigurationError, systemClock } from '@partner-apis/core';
import { sleep } from '@partner-apis/core/vendor';
import { DEFAULT_TTL_MS, type HeldLock, type LeaseStore, type Lock, type LockOptions } from './lock.ts';

/** Between two looks at a lock that somebody else has, in milliseconds. */
const LOOK_MS = 250;

/** A lock on leases: taken when free, renewed three times in its life, lost when that cannot be done before its end. */
export function leaseLock(store: LeaseStore, { ttlMs = DEFAULT_TTL_MS }: LockOptions): Lock {
  if (!(ttlMs >= 50))
    throw new ConfigurationError('Options of a lock: ttlMs must be 50 milliseconds or more.');
  return async (key, signal) => {
    const owner = randomUUID();
    for (;;) {
      signal.throwIfAborted();
      // Before it is asked: the lease runs from a later moment, so it is never held here for longer than there.
      const askedAt = systemClock.now();
      const token = await store.take(key, owner, ttlMs);
      if (token !== undefined && !signal.aborted) return hold(store, { key, owner, token, ttlMs, askedAt });
      if (token !== undefined) await store.give(key, owner);
      await sleep(systemClock, Math.min(LOOK_MS, ttlMs / 3) * (0.75 + Math.random() / 2), signal);
    }
  };
}

interface Lease {
  readonly key: string;
  readonly owner: string;
  readonly token: number;
  readonly ttlMs: number;
  readonly askedAt: number;
}

function hold(store: LeaseStore, { key, owner, token, ttlMs, askedAt }: Lease): HeldLock {
  const lost = new AbortController();
  let held = true;
  let stopWatch: () => void = () => undefined;
  let stopRenewing: () => void = () => undefined;
  const end = (): void => {
    held = false;
    stopWatch();
    stopRenewing();
  };
  const lose = (why: string, cause?: unknown): void => {
    if (!held) return;
    end();
    lost.abort(new Error(`The lock '${key}' was lost: ${why}.`, { cause }));
  };
  /** Ends the lock here before it ends there. */
  const watch = (from: number): void => {
    stopWatch();
    stopWatch = systemClock.schedule(from + ttlMs - systemClock.now(), () =>
      lose(`it could not be renewed within ${ttlMs} ms`),
    );
  };
  const renew = async (): Promise<void> => {
    const from = systemClock.now();
    try {
      const renewed = await store.renew(key, owner, ttlMs);
      if (!held) return;
      if (!renewed) lose('it is not ours any more');
      else watch(from);
    } catch {
      // The next try may succeed; the watch ends it if none does.
    }
    if (held) stopRenewing = systemClock.schedule(ttlMs / 3, () => void renew());
  };
  watch(askedAt);
  stopRenewing = systemClock.schedule(ttlMs / 3, () => void renew());
  return {
    token,
    lost: lost.signal,
    async release() {
      if (!held) return;
      end();
      await store.give(key, owner);
    },
  };
}
