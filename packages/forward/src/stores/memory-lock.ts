import { systemClock } from '@partner-apis/core';
import { leaseLock } from './lease.ts';
import type { Lock, LockOptions } from './lock.ts';

/** A lock within this process: for tests, and for several readers in one process. */
export function memoryLock(options: LockOptions = {}): Lock {
  const leases = new Map<string, { owner: string; until: number }>();
  const tokens = new Map<string, number>();
  const isOwn = (key: string, owner: string): boolean => {
    const lease = leases.get(key);
    return lease?.owner === owner && lease.until > systemClock.now();
  };
  return leaseLock(
    {
      async take(key, owner, ttlMs) {
        const lease = leases.get(key);
        if (lease !== undefined && lease.until > systemClock.now()) return undefined;
        const token = (tokens.get(key) ?? 0) + 1;
        tokens.set(key, token);
        leases.set(key, { owner, until: systemClock.now() + ttlMs });
        return token;
      },
      async renew(key, owner, ttlMs) {
        if (!isOwn(key, owner)) return false;
        leases.set(key, { owner, until: systemClock.now() + ttlMs });
        return true;
      },
      async give(key, owner) {
        if (isOwn(key, owner)) leases.delete(key);
      },
    },
    options,
  );
}
