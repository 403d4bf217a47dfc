import { HttpError, type HttpFailure } from './http-error.ts';
import type { ErrorContext } from '../partner-api-error.ts';

/** Status 401, or a credential that could not be obtained (then `status` is 0): get or renew it. Code `AUTHENTICATION`. */
export class AuthenticationError<Body = unknown> extends HttpError<Body> {
  static override readonly kind: string = 'AuthenticationError';
  declare readonly code: 'AUTHENTICATION';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'AUTHENTICATION');
  }
}
