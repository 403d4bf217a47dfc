import { createHash } from 'node:crypto';
import type { Clock } from '@partner-apis/core';
import { type Token, TokenCache } from '@partner-apis/core/vendor';

/** Entries from which on those that have gone stale are thrown out. */
const SWEEP_FROM = 1_000;

/** One token for everybody in this process who has the same credential. */
export class SharedToken {
  readonly #cache: TokenCache;
  readonly #now: () => number;
  #renewAt: number | undefined;
  #fetch: () => Promise<Token> = () => Promise.reject(new Error('nobody has asked yet'));

  constructor(now: () => number) {
    this.#now = now;
    this.#cache = new TokenCache(async () => {
      this.#renewAt = undefined;
      const token = await this.#fetch();
      this.#renewAt = token.renewAt ?? Number.POSITIVE_INFINITY;
      return token;
    }, now);
  }

  /** Whether it can be sent without asking anybody. */
  get fresh(): boolean {
    return this.#renewAt !== undefined && this.#renewAt > this.#now();
  }

  /** The token; `fetch` gets a new one where it is needed, over the connections of whoever asks. */
  get(fetch: () => Promise<Token>, signal: AbortSignal): Promise<string> {
    this.#fetch = fetch;
    return this.#cache.get(signal);
  }

  /** Drops `rejected`, unless somebody has replaced it already. True when there is another one. */
  replace(rejected: string, fetch: () => Promise<Token>, signal: AbortSignal): Promise<boolean> {
    this.#fetch = fetch;
    return this.#cache.replace(rejected, signal);
  }

  /** Tokens handed out, newest first. */
  seen(): readonly string[] {
    return this.#cache.seen();
  }
}

/** By clock, so that a client on a test's clock does not judge tokens by real time. */
const registries = new WeakMap<Clock, Map<string, SharedToken>>();

/** The token of a credential. The secret is part of the key, as a hash: who does not have it gets nobody's token. */
export function sharedToken(clock: Clock, tokenUrl: string, clientId: string, secret: string): SharedToken {
  const registry = registries.get(clock) ?? new Map<string, SharedToken>();
  registries.set(clock, registry);
  const key = createHash('sha256')
    .update(JSON.stringify([tokenUrl, clientId, secret]))
    .digest('hex');
  let token = registry.get(key);
  if (token === undefined) {
    if (registry.size >= SWEEP_FROM) {
      for (const [old, { fresh }] of registry) if (!fresh) registry.delete(old);
    }
    token = new SharedToken(() => clock.now());
    registry.set(key, token);
  }
  return token;
}
