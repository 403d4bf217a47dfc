/** When and how often a failed call is sent again; see `Safety` for what may be. */
export interface RetryOptions {
  /** Attempts after the first. Default 2. */
  readonly retries: number;
  /** Upper bound of the first wait, doubled each time. Default 250. */
  readonly minDelayMs: number;
  /** Upper bound of any wait that the client chooses. Default 8,000. */
  readonly maxDelayMs: number;
  /** The most that a vendor's `Retry-After` is obeyed. Default 60,000. */
  readonly maxRetryAfterMs: number;
}

export const DEFAULT_RETRY: RetryOptions = {
  retries: 2,
  minDelayMs: 250,
  maxDelayMs: 8_000,
  maxRetryAfterMs: 60_000,
};
