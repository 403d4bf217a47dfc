import { HttpError, type HttpFailure } from './http-error.ts';
import type { ErrorContext } from '../partner-api-error.ts';

/** Status 5xx: the vendor's side failed. Code `SERVER`. */
export class ServerError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'ServerError';
  declare readonly code: 'SERVER';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'SERVER');
  }
}
