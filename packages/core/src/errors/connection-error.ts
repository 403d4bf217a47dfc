import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/**
 * No answer came back: the connection was not made, or broke before the headers. `reason` is the system's code, such as
 * `ECONNREFUSED` or `ECONNRESET`. Code `CONNECTION`.
 */
export class ConnectionError extends PartnerApiError {
  static override readonly kind = 'ConnectionError';
  declare readonly code: 'CONNECTION';
  /** The system's code, such as `ECONNREFUSED` or `ECONNRESET`. */
  readonly reason: string;
  /** True where nothing of the request can have reached the other side: it can be sent again, whatever it does. */
  readonly neverSent: boolean;

  constructor(message: string, reason: string, context?: ErrorContext, neverSent = false) {
    super('CONNECTION', message, context);
    this.reason = reason;
    this.neverSent = neverSent;
  }

  protected override details(): Record<string, unknown> {
    return this.neverSent ? { reason: this.reason, neverSent: true } : { reason: this.reason };
  }
}
