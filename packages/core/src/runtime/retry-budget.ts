/**
 * Keeps an outage from multiplying traffic: each retry takes a token, each call that succeeds gives part of one back. One per pool
 * of clients. When it is empty, calls fail with the error they have.
 */
export class RetryBudget {
  static readonly capacity = 100;
  static readonly refund = 0.2;
  #tokens = RetryBudget.capacity;

  /** Takes a token; false when there is none. */
  take(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** A call succeeded. */
  succeeded(): void {
    this.#tokens = Math.min(RetryBudget.capacity, this.#tokens + RetryBudget.refund);
  }
}
