import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';
import type { Issue } from './request-validation-error.ts';

/**
 * A success of a shape this SDK does not know; `issues` lists what differs and `body` is the answer. The vendor has done what
 * was asked. `validation: 'warn'` hands such answers out instead. Code `RESPONSE_VALIDATION`.
 */
export class ResponseValidationError extends PartnerApiError {
  static override readonly kind = 'ResponseValidationError';
  declare readonly code: 'RESPONSE_VALIDATION';
  readonly issues: readonly Issue[];
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
