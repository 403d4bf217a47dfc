import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/**
 * A success that could not be read: not JSON, or cut. The vendor has done what was asked; only the answer is lost, so the call
 * is never sent again by itself. Code `RESPONSE_DECODE`.
 */
export class ResponseDecodeError extends PartnerApiError {
  static override readonly kind = 'ResponseDecodeError';
  declare readonly code: 'RESPONSE_DECODE';
  /** HTTP status of the answer. */
  readonly status: number;
  /** Start of the text that could not be read. */
  readonly body: string;

  constructor(message: string, answer: { status: number; body: string }, context?: ErrorContext) {
    super('RESPONSE_DECODE', message, context);
    this.status = answer.status;
    this.body = answer.body;
  }

  protected override details(): Record<string, unknown> {
    return { status: this.status, body: this.body };
  }
}
