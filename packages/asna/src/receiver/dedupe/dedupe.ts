import type { Soon } from '../soon.ts';
import type { WebhookEvent } from '../webhook-event.ts';

/**
 * Remembers which webhooks were handled, in two phases, so that a crash between them loses nothing. An implementation for a shared store
 * makes `claim` atomic ("set if absent").
 */
export interface WebhookDedupe {
  /**
   * `claimed`: the caller handles it now. `done`: it was handled. `busy`: somebody is at it. A claim older than the lease counts as
   * abandoned and can be claimed again.
   */
  claim(key: string): Promise<'claimed' | 'done' | 'busy'>;
  /** It was handled. */
  done(key: string): Promise<void>;
  /** It was not: whoever comes next may claim it. */
  forget(key: string): Promise<void>;
}

/** What `claim` may say. */
export type WebhookClaim = 'claimed' | 'done' | 'busy';

/** A store as a receiver uses it: one that is in this process need not make a promise of what it knows at once. */
export interface DedupeBook {
  claim(key: string): Soon<WebhookClaim>;
  done(key: string): Soon<void>;
  forget(key: string): Soon<void>;
}

/** Options of the stores that come with the package. */
export interface DedupeOptions {
  /** Age from which on a claim counts as abandoned by a crash, in milliseconds. Keep it above `handlerTimeoutMs`. Default 60,000. */
  readonly leaseMs?: number;
  /** How long a handled webhook is remembered, in milliseconds. Default 86,400,000: a day. */
  readonly rememberMs?: number;
}

export const DEFAULT_LEASE_MS = 60_000;
export const DEFAULT_REMEMBER_MS = 86_400_000;

/** What makes two deliveries the same: package, event, client and result. The manual promises nothing about repetitions. */
export function dedupeKey({ MessageId, Event, ClientId, Message }: WebhookEvent): string {
  return [MessageId, Event, ClientId, Message].map(encoded).join(':');
}

/** GUIDs and the manual's names have nothing to encode. */
function encoded(part: string): string {
  return /[^\w.!~*'()-]/.test(part) ? encodeURIComponent(part.toWellFormed()) : part;
}
