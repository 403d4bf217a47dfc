import { HttpError, type HttpFailure } from './http-error.ts';
import type { ErrorContext } from '../partner-api-error.ts';

/** Status 400, or another 4xx without a class of its own: the vendor refused the request as it is. Code `BAD_REQUEST`. */
export class BadRequestError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'BadRequestError';
  declare readonly code: 'BAD_REQUEST';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'BAD_REQUEST');
  }
}
