import type { Clock } from '@partner-apis/core';
import type { WebhookSecretSupplier } from './signature/secrets.ts';

export type { WebhookSecretSupplier };

/** Least time between two lookups that mismatches caused, in milliseconds. */
const REFRESH_EVERY_MS = 60_000;

/** Keeps the key, and gets it again after a mismatch: at once the first time, then once a minute at most. */
export function secretSupplier(
  getKey: () => PromiseLike<{ readonly secret: string }>,
  clock: Clock,
): WebhookSecretSupplier {
  let known: string | undefined;
  let pending: Promise<string> | undefined;
  let refreshedAt = Number.NEGATIVE_INFINITY;

  // One lookup for all who wait.
  const lookUp = (): Promise<string> => {
    pending ??= (async () => {
      try {
        known = (await getKey()).secret;
        return known;
      } finally {
        pending = undefined;
      }
    })();
    return pending;
  };

  return Object.assign(() => known ?? lookUp(), {
    refresh: async () => {
      if (pending !== undefined) return pending;
      if (clock.now() - refreshedAt < REFRESH_EVERY_MS) return undefined;
      // Before the lookup, so that one that fails counts too.
      refreshedAt = clock.now();
      return lookUp();
    },
  });
}
