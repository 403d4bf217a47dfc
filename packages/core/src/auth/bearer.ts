import { untilAborted } from '../time/until-aborted.ts';
import { type Secret, secretSource } from '../secrets/secret.ts';
import type { AuthStrategy } from './strategy.ts';

/** A token, and when it stops being worth sending. */
export interface Token {
  /** The token, as it goes behind `Bearer`. */
  readonly value: string;
  /** Epoch milliseconds from which on a new one is fetched first; never, when absent. */
  readonly renewAt?: number | undefined;
}

/** Gets a new token. Called by one caller at a time; the others wait for its result. */
export type TokenSupplier = () => Promise<Token>;

/** A supplier at work, and how many calls wait for it. */
interface Fetching {
  readonly token: Promise<Token>;
  waiters: number;
}

/**
 * One token shared by many calls: fetched once however many ask at the same time, and replaced only when the one that a caller
 * saw rejected is still the current one, so that a late 401 for an old token does not throw away its successor.
 */
export class TokenCache {
  readonly #supply: TokenSupplier;
  readonly #now: () => number;
  #token: Token | undefined;
  #pending: Fetching | undefined;
  #generation = 0;
  #seen: readonly string[] = [];

  constructor(supply: TokenSupplier, now: () => number = Date.now) {
    this.#supply = supply;
    this.#now = now;
  }

  /** The current token, or a new one. Aborting one waiter does not abort the fetch that others wait for. */
  async get(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const current = this.#token;
    if (current !== undefined && (current.renewAt ?? Number.POSITIVE_INFINITY) > this.#now())
      return current.value;
    const fetching = (this.#pending ??= this.#fetch());
    fetching.waiters += 1;
    try {
      return (await untilAborted(fetching.token, signal)).value;
    } finally {
      fetching.waiters -= 1;
      // A supplier that never answers must not be waited for by everybody after those who have given up.
      if (fetching.waiters === 0 && this.#pending === fetching) this.#pending = undefined;
    }
  }

  /** Drops `rejected` if it is still the current token. True when another one can be tried. */
  async replace(rejected: string, signal: AbortSignal): Promise<boolean> {
    if (this.#token?.value === rejected) this.#token = undefined;
    const next = await this.get(signal);
    return next !== rejected;
  }

  /** Tokens handed out, newest first. */
  seen(): readonly string[] {
    return this.#seen;
  }

  /** How many tokens have been fetched. */
  get generation(): number {
    return this.#generation;
  }

  #fetch(): Fetching {
    // No caller's signal reaches the supplier: it belongs to everybody who waits for it.
    const token = (async () => this.#take(await this.#supply()))();
    return { token, waiters: 0 };
  }

  #take(token: Token): Token {
    this.#generation += 1;
    this.#token = token;
    this.#seen = [token.value, ...this.#seen.filter((old) => old !== token.value)].slice(0, 4);
    return token;
  }
}

/** `Authorization: Bearer …` from a cache. A 401 fetches a new token once per call. */
export function bearer(tokens: TokenCache, name = 'bearer'): AuthStrategy {
  return {
    name,
    async authorize(headers, signal) {
      headers['authorization'] = `Bearer ${await tokens.get(signal)}`;
    },
    async onRejected(sent, signal) {
      const rejected = sent['authorization']?.slice('Bearer '.length) ?? '';
      return (await tokens.replace(rejected, signal)) ? 'retry' : 'stop';
    },
    secrets: () => tokens.seen(),
  };
}

/**
 * Bearer token from a value or a supplier. A supplier is asked once and again after a 401; a value that the vendor rejected is
 * not sent twice.
 *
 * @throws ConfigurationError for a value that cannot stand in a header.
 */
export function bearerToken(secret: Secret, option = 'token'): AuthStrategy {
  const source = secretSource(secret, option, /^\S*$/);
  const strategy = bearer(new TokenCache(async () => ({ value: await source.get() })));
  if (typeof secret !== 'function') {
    const header = `Bearer ${secret}`;
    return {
      name: 'bearer',
      authorize(headers) {
        headers['authorization'] = header;
      },
      secrets: () => source.seen(),
    };
  }
  return { ...strategy, secrets: () => source.seen() };
}
