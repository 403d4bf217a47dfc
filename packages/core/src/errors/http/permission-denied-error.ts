import { HttpError, type HttpFailure } from './http-error.ts';
import type { ErrorContext } from '../partner-api-error.ts';

/** Status 403: the credential is known and may not do this. Code `PERMISSION_DENIED`. */
export class PermissionDeniedError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'PermissionDeniedError';
  declare readonly code: 'PERMISSION_DENIED';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'PERMISSION_DENIED');
  }
}
