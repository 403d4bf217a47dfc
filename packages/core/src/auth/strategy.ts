/** Headers of one attempt, by lower-case name. */
export type RequestHeaders = Record<string, string>;

/**
 * How a client proves who it is. Applied to every attempt, after the user's headers and hooks, and only towards the client's own
 * origin.
 */
export interface AuthStrategy {
  /** Short name for logs. */
  readonly name: string;
  /** Adds the credential to `headers`. Throws when there is none to be had; nothing is sent then. */
  authorize(headers: RequestHeaders, signal: AbortSignal): void | Promise<void>;
  /**
   * The vendor answered 401 to a request that {@link authorize} signed. `retry` means that a different credential is at hand now.
   *
   * @param sent - The headers as they were sent, to tell a stale credential from the current one.
   */
  onRejected?(sent: RequestHeaders, signal: AbortSignal): 'retry' | 'stop' | Promise<'retry' | 'stop'>;
  /** Every value that must not be printed. */
  secrets(): readonly string[];
}
