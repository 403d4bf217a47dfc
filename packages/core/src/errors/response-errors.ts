import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';
import type { Issue } from './request-validation-error.ts';

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

/**
 * A success of a shape this SDK does not know; `issues` lists what differs and `body` is the answer. The vendor has done what
 * was asked. `validation: 'warn'` hands such answers out instead. Code `RESPONSE_VALIDATION`.
 */
export class ResponseValidationError extends PartnerApiError {
  static override readonly kind = 'ResponseValidationError';
  declare readonly code: 'RESPONSE_VALIDATION';
  /** Where the answer differs from what is documented. */
  readonly issues: readonly Issue[];
  /** The answer, parsed, free of secrets. */
  readonly body: unknown;

  constructor(message: string, issues: readonly Issue[], body: unknown, context?: ErrorContext) {
    super('RESPONSE_VALIDATION', message, context);
    this.issues = issues;
    this.body = body;
  }

  protected override details(): Record<string, unknown> {
    return { issues: this.issues, body: this.body };
  }
}
