import { AuthenticationError, type ErrorContext, type HttpFailure } from '@partner-apis/core';

/**
 * No token could be got, so the call itself was not sent. `status` is that of the token endpoint's answer, 0 when there was none; `body`
 * is what it said when it refused. Code `AUTHENTICATION`.
 */
export class TokenError extends AuthenticationError {
  static override readonly kind = 'TokenError';
  /** The token endpoint, without a query. */
  readonly tokenUrl: string;

  constructor(message: string, tokenUrl: string, failure: HttpFailure, context: ErrorContext) {
    super(message, failure, context);
    this.tokenUrl = tokenUrl;
  }

  protected override details(): Record<string, unknown> {
    return { ...super.details(), tokenUrl: this.tokenUrl };
  }
}

/** Whether `error` is a {@link TokenError}, from any copy of this package. */
export function isTokenError(error: unknown): error is TokenError {
  return error instanceof TokenError;
}
