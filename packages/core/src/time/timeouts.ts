/** Time limits of a call, in milliseconds; `Infinity` turns one off. */
export interface Timeouts {
  /**
   * To open a connection; also the most that a call waits for one that comes free while all are held by downloads which nobody reads or
   * closes. A queue that moves is limited by `attemptMs` and `deadlineMs` alone. Default 10,000.
   */
  readonly connectMs: number;
  /** From the request sent to the answer's headers; body chunks sent start it again. Default 30,000. */
  readonly headersMs: number;
  /** Between two chunks of the answer's body; does not run while the reader rests. Default 30,000. */
  readonly idleMs: number;
  /** One attempt, from its start to the end of the answer. Default 60,000; off for file transfers. */
  readonly attemptMs: number;
  /** All attempts, waits and token refreshes together. Default 120,000; off for file transfers. */
  readonly deadlineMs: number;
}

/** What applies when neither the client nor the call says anything. */
export const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 10_000,
  headersMs: 30_000,
  idleMs: 30_000,
  attemptMs: 60_000,
  deadlineMs: 120_000,
};

/** A file may take as long as it takes: only silence is an error, unless the caller says otherwise. */
export const TRANSFER_TIMEOUTS: Partial<Timeouts> = {
  attemptMs: Number.POSITIVE_INFINITY,
  deadlineMs: Number.POSITIVE_INFINITY,
};
