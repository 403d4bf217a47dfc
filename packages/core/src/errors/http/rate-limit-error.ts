import { HttpError, type HttpFailure } from './http-error.ts';
import type { ErrorContext } from '../partner-api-error.ts';

/** Status 429: too many requests; `retryAfterMs` holds the wait the vendor asked for, if it did. Code `RATE_LIMIT`. */
export class RateLimitError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'RateLimitError';
  declare readonly code: 'RATE_LIMIT';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'RATE_LIMIT');
  }
}
