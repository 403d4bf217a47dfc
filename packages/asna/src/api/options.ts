import type { ClientOptions, Secret } from '@partner-apis/core';

/** Client credentials: one pair for each pharmacy in ASNA's directory. */
export interface AsnaAuth {
  /** GUID of the pharmacy. */
  readonly clientId: string;
  /** Password of the pharmacy, from ASNA. */
  readonly clientSecret: Secret;
  /** Default `https://sso.asna.cloud:5000/connect/token`. Sources disagree on port and scheme: ask ASNA when it does not answer. */
  readonly tokenUrl?: string;
  /** Time limit of one token request, beside those of the call that waits for it and repeats it. Default 15,000. */
  readonly tokenTimeoutMs?: number;
}

/** Options of `AsnaClient`. Either `auth` or `token` is needed. */
export interface AsnaOptions extends ClientOptions {
  /**
   * Tokens are fetched, shared with every client in the process that has the same credential, and renewed. Either this or `token`: there is
   * no default.
   */
  readonly auth?: AsnaAuth | null;
  /**
   * A token that you got yourself; a function is asked once, and for another one after a 401. Either this or `auth`: there is no default.
   */
  readonly token?: Secret | null;
  /** Default `https://api.asna.cloud`. */
  readonly baseUrl?: string;
  /** Least wait before a retry after a 429 without Retry-After, of the API or of the token endpoint, in milliseconds. Default 30,000. */
  readonly rateLimitFloorMs?: number;
}
