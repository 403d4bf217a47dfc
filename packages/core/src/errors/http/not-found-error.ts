import { HttpError, type HttpFailure } from './http-error.ts';
import type { ErrorContext } from '../partner-api-error.ts';

/** Status 404: no such object, or no such path. Code `NOT_FOUND`. */
export class NotFoundError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'NotFoundError';
  declare readonly code: 'NOT_FOUND';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'NOT_FOUND');
  }
}
