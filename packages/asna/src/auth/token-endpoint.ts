import type { Clock, Transport } from '@partner-apis/core';

/** Where a token comes from. */
export interface TokenEndpoint {
  readonly url: string;
  readonly clientId: string;
  /** For the whole exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** Least wait after a 429 without Retry-After, in milliseconds. */
  readonly rateLimitFloorMs: number;
  /** The user's own; a fresh one for each exchange when absent, since a token outlives the client that asked for it. */
  readonly transport: Transport | undefined;
  readonly clock: Clock;
}
