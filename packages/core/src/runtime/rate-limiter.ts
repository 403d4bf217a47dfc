import type { Clock } from '../time/clock.ts';

/**
 * Lets requests go evenly spaced, first come, first served: a vendor that counts requests per second is not met by a burst. One for all
 * clients made by `with()`. Who gives up loses their place and takes nobody's turn.
 */
export class RateLimiter {
  /** Requests per second. */
  readonly perSecond: number;
  readonly #clock: Clock;
  readonly #spacingMs: number;
  /** A Set keeps the order of arrival, and taking one out of its middle costs nothing. */
  readonly #waiting = new Set<() => void>();
  #freeAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | undefined;

  /** @param perSecond - Requests per second; less than one for a request every few seconds. */
  constructor(perSecond: number, clock: Clock) {
    this.perSecond = perSecond;
    this.#clock = clock;
    this.#spacingMs = 1_000 / perSecond;
  }

  /** Waits for a turn; undefined when it is there at once. Rejects with the signal's reason when it aborts first. */
  turn(signal: AbortSignal): Promise<void> | undefined {
    const now = this.#clock.now();
    if (this.#waiting.size === 0 && now >= this.#freeAt) {
      this.#freeAt = now + this.#spacingMs;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.delete(go);
        if (this.#waiting.size === 0) this.#stopTimer();
        reject(signal.reason);
      };
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(go);
      this.#startTimer();
    });
  }

  #startTimer(): void {
    if (this.#cancelTimer !== undefined || this.#waiting.size === 0) return;
    this.#cancelTimer = this.#clock.schedule(this.#freeAt - this.#clock.now(), () => {
      this.#cancelTimer = undefined;
      this.#serve();
      this.#startTimer();
    });
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #serve(): void {
    const now = this.#clock.now();
    for (const go of this.#waiting) {
      if (now < this.#freeAt) return;
      // Timers are late by a little each time; one space is made up for, so that the rate holds, and no more, so that nothing bunches.
      this.#freeAt = Math.max(this.#freeAt, now - this.#spacingMs) + this.#spacingMs;
      this.#waiting.delete(go);
      go();
    }
  }
}
