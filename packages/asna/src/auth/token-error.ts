import { AuthenticationError, type ErrorContext, type HttpFailure } from '@partner-apis/core';

/**
 * No token could be got, so the call itself was not sent. `status` is that of the token endpoint's answer, 0 when there was none; `body`
 * is what it said when it refused. Code `AUTHENTICATION`.
 */
export class TokenError extends AuthenticationError {
  static override readonly kind = 'TokenError';
  /** The token endpoint, without a query. */
  readonly tokenUrl: string;
  /** Where the connection to the token endpoint failed: the system's code, such as `ECONNREFUSED`. */
  declare readonly reason?: string;
  /** True where nothing of the call has been sent, in no attempt: it can be made again, whatever it does. */
  readonly neverSent: boolean;

  constructor(
    message: string,
    tokenUrl: string,
    failure: HttpFailure,
    context: ErrorContext,
    {
      reason,
      neverSent = false,
    }: { readonly reason?: string | undefined; readonly neverSent?: boolean } = {},
  ) {
    super(message, failure, context);
    this.tokenUrl = tokenUrl;
    if (reason !== undefined) this.reason = reason;
    this.neverSent = neverSent;
  }

  protected override details(): Record<string, unknown> {
    return {
      ...super.details(),
      tokenUrl: this.tokenUrl,
      reason: this.reason,
      neverSent: this.neverSent ? true : undefined,
    };
  }
}

/** Whether `error` is a {@link TokenError}, from any copy of this package. */
export function isTokenError(error: unknown): error is TokenError {
  return error instanceof TokenError;
}
