import type { Clock } from '../clock.ts';

/** Counts requests: no more than so many in any one second. The manual has the rule and no number, so there is none by default. */
export class Rate {
  readonly #clock: Clock;
  #perSecond: number | undefined;
  #accepted: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Requests in one second; undefined: no limit. */
  get perSecond(): number | undefined {
    return this.#perSecond;
  }

  limit(perSecond: number | undefined): void {
    this.#perSecond = perSecond;
    this.#accepted = [];
  }

  /** Whether one more request is within the limit; counted when it is. */
  accepts(): boolean {
    if (this.#perSecond === undefined) return true;
    const now = this.#clock.now();
    this.#accepted = this.#accepted.filter((at) => at > now - 1000);
    if (this.#accepted.length >= this.#perSecond) return false;
    this.#accepted.push(now);
    return true;
  }
}
