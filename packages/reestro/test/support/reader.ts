import type { CryptoEvent, Feed } from '@partner-apis/reestro';
import { onTestFinished, vi } from 'vitest';

/** Waits that a test has time for. */
export const quick = { idleMs: { min: 1, max: 5 }, backoffMs: { min: 1, max: 5 } };

/** Runs a reader in the background; it ends with the test. */
export function running(feed: Feed<CryptoEvent>): { readonly run: Promise<void> } {
  const run = feed.run();
  run.catch(() => {});
  onTestFinished(async () => {
    await feed.stop({ drainMs: 0, graceMs: 0 });
  });
  return { run };
}

/** A handler that keeps the ids it was given, and a way to wait for so many. */
export function collector(): {
  ids: string[];
  handler: (event: CryptoEvent) => void;
  have(count: number): Promise<void>;
} {
  const ids: string[] = [];
  return {
    ids,
    handler: ({ eventId }) => void ids.push(eventId),
    have: async (count) => {
      await vi.waitUntil(() => ids.length >= count, { interval: 2, timeout: 5_000 });
    },
  };
}
