/** Headers of one attempt, by lower-case name. */
export type RequestHeaders = Record<string, string>;

/**
 * How a client proves who it is. Applied to every attempt, after the user's headers and hooks, and only towards the client's own
 * origin.
 */
export interface AuthStrategy {
  /** Short name for logs. */
  readonly name: string;
  /**
   * Adds the credential to `headers`. Throws when there is none to be had, `CredentialFailed` where it knows why; nothing is sent
   * then.
   *
   * @param held - The headers that this call was authorized with before; absent for its first attempt. A strategy that asks the program
   * for its credential takes it from there, so that one call asks for it once.
   */
  authorize(
    headers: RequestHeaders,
    signal: AbortSignal,
    held?: Readonly<RequestHeaders>,
  ): void | Promise<void>;
  /**
   * The vendor answered 401 to a request that {@link authorize} signed. `retry` means that a different credential is at hand now.
   *
   * @param held - The headers as they were sent, to tell a stale credential from the current one. A new one that is put there is held by
   * the attempts that follow.
   */
  onRejected?(held: RequestHeaders, signal: AbortSignal): 'retry' | 'stop' | Promise<'retry' | 'stop'>;
  /** Every value that must not be printed. */
  secrets(): readonly string[];
}
