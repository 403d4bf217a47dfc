import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/**
 * No answer came back: the connection was not made, or broke before the headers. `reason` is the system's code, such as
 * `ECONNREFUSED` or `ECONNRESET`. Code `CONNECTION`.
 */
export class ConnectionError extends PartnerApiError {
  static override readonly kind = 'ConnectionError';
  readonly reason: string;

  constructor(message: string, reason: string, context?: ErrorContext) {
    super('CONNECTION', message, context);
    this.reason = reason;
  }

  protected override details(): Record<string, unknown> {
    return { reason: this.reason };
  }
}
