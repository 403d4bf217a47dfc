import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/** The caller's signal ended the call, or the client was closed; `cause` is the signal's reason. Code `ABORTED`. */
export class AbortedError extends PartnerApiError {
  static override readonly kind = 'AbortedError';
  declare readonly code: 'ABORTED';

  constructor(message: string, context?: ErrorContext) {
    super('ABORTED', message, context);
  }
}
