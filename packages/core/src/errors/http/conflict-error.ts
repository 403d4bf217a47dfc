import { HttpError, type HttpFailure } from './http-error.ts';
import type { ErrorContext } from '../partner-api-error.ts';

/** Status 409: the object is in a state that forbids this. Code `CONFLICT`. */
export class ConflictError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'ConflictError';
  declare readonly code: 'CONFLICT';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'CONFLICT');
  }
}
