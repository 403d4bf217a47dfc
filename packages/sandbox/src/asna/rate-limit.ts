import type { Exchange } from '../http/exchange.ts';
import { failure, refuse } from './problems.ts';
import type { AsnaSettings } from './settings.ts';

/** 429: "too many requests from one IP address within a period". The manual has no numbers. */
export class RateLimit {
  readonly #windows = new Map<string, { readonly since: number; count: number }>();

  /** Counts a request, and refuses it when its source has used up its window. `X-Forwarded-For` names another source. */
  check({ rateLimit, failureBody }: AsnaSettings, exchange: Exchange, now: number): void {
    if (rateLimit === null) return;
    const source = exchange.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? exchange.source;
    let window = this.#windows.get(source);
    if (window === undefined || now - window.since >= rateLimit.windowMs) {
      window = { since: now, count: 0 };
      this.#windows.set(source, window);
    }
    window.count += 1;
    if (window.count <= rateLimit.requests) return;
    const { retryAfter } = rateLimit;
    refuse(failure(429, failureBody, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }));
  }

  clear(): void {
    this.#windows.clear();
  }
}
