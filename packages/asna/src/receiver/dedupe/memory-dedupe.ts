import { type Clock, systemClock } from '@partner-apis/core';
import {
  DEFAULT_LEASE_MS,
  DEFAULT_REMEMBER_MS,
  type DedupeBook,
  type DedupeOptions,
  type WebhookDedupe,
} from './dedupe.ts';

/** Options of {@link memoryDedupe}. */
export interface MemoryDedupeOptions extends DedupeOptions {
  /** Webhooks remembered at most; the oldest are forgotten first. Default 100,000. */
  readonly maxEntries?: number;
  /** Time; a seam for tests. Default `systemClock`. */
  readonly clock?: Clock;
}

/** Remembers in this process, until it ends. The default of a receiver. */
export function memoryDedupe(options: MemoryDedupeOptions = {}): WebhookDedupe {
  const book = memoryBook(options);
  return {
    claim: async (key) => book.claim(key),
    done: async (key) => book.done(key),
    forget: async (key) => book.forget(key),
  };
}

/** The same without promises. */
export function memoryBook(options: MemoryDedupeOptions = {}): DedupeBook {
  const leaseMs = options.leaseMs ?? DEFAULT_LEASE_MS;
  const rememberMs = options.rememberMs ?? DEFAULT_REMEMBER_MS;
  const maxEntries = options.maxEntries ?? 100_000;
  const clock = options.clock ?? systemClock;
  // In order of `at`, oldest first: a changed entry goes to the end.
  const entries = new Map<string, { readonly state: 'busy' | 'done'; readonly at: number }>();

  // One walk that goes on where it was: a new one each time would pass all that was taken out of the map before.
  let walk = entries.entries();
  let oldest = walk.next().value;

  const put = (key: string, state: 'busy' | 'done'): void => {
    const now = clock.now();
    entries.delete(key);
    entries.set(key, { state, at: now });
    for (;;) {
      if (oldest === undefined) {
        walk = entries.entries();
        oldest = walk.next().value;
        if (oldest === undefined) return;
      }
      const [name, entry] = oldest;
      if (entries.get(name) === entry) {
        if (entries.size <= maxEntries && now - entry.at < rememberMs) return;
        entries.delete(name);
      }
      oldest = walk.next().value;
    }
  };

  return {
    claim(key) {
      const entry = entries.get(key);
      const age = entry === undefined ? 0 : clock.now() - entry.at;
      if (entry?.state === 'done' && age < rememberMs) return 'done';
      if (entry?.state === 'busy' && age < leaseMs) return 'busy';
      put(key, 'busy');
      return 'claimed';
    },
    done(key) {
      put(key, 'done');
    },
    forget(key) {
      entries.delete(key);
    },
  };
}
