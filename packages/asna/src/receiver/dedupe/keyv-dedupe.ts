import { DEFAULT_LEASE_MS, DEFAULT_REMEMBER_MS, type DedupeOptions, type WebhookDedupe } from './dedupe.ts';
import { membersOf } from '../../api/members.ts';

/** What is used of a Keyv, so that any version of it, and anything like it, will do. */
export interface KeyvLike {
  /** Reads a value; undefined where there is none. */
  get(key: string): Promise<unknown>;
  /** Stores a value, for `ttl` milliseconds where that is given. */
  set(key: string, value: unknown, ttl?: number): Promise<unknown>;
  /** Removes a value. */
  delete(key: string): Promise<unknown>;
}

/**
 * Remembers in a Keyv store, so in whatever database that has: several processes share it, and a restart loses nothing. Keyv has no
 * "set if absent", so two processes that get the same delivery in the same moment can both claim it: the claim is read back, which leaves
 * only the time between two writes. Where that matters, implement `WebhookDedupe` on an atomic command of your database.
 */
export function keyvDedupe(keyv: KeyvLike, options: DedupeOptions = {}): WebhookDedupe {
  const leaseMs = options.leaseMs ?? DEFAULT_LEASE_MS;
  const rememberMs = options.rememberMs ?? DEFAULT_REMEMBER_MS;
  return {
    async claim(key) {
      const found = read(await keyv.get(key));
      if (found.state === 'done') return 'done';
      // The age is looked at too: not every store keeps to a lifetime to the second.
      if (found.state === 'busy' && Date.now() - found.at < leaseMs) return 'busy';
      const by = crypto.randomUUID();
      await keyv.set(key, { state: 'busy', at: Date.now(), by }, leaseMs);
      return read(await keyv.get(key)).by === by ? 'claimed' : 'busy';
    },
    async done(key) {
      await keyv.set(key, { state: 'done', at: Date.now(), by: '' }, rememberMs);
    },
    async forget(key) {
      await keyv.delete(key);
    },
  };
}

function read(value: unknown): { state: unknown; at: number; by: unknown } {
  const { state, at, by } = membersOf(value);
  return { state, at: typeof at === 'number' ? at : 0, by };
}
