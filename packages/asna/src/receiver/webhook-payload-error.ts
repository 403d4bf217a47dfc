import { type ErrorContext, type Issue, PartnerApiError } from '@partner-apis/core';

/** A webhook with the right signature and a body that is no event; `issues` says why. Code `WEBHOOK_PAYLOAD`. */
export class WebhookPayloadError extends PartnerApiError {
  static override readonly kind = 'WebhookPayloadError';
  declare readonly code: 'WEBHOOK_PAYLOAD';
  /** What is wrong with the body. */
  readonly issues: readonly Issue[];

  constructor(message: string, issues: readonly Issue[], context?: ErrorContext) {
    super('WEBHOOK_PAYLOAD', message, { vendor: 'asna', operation: 'webhook', ...context });
    this.issues = issues;
  }

  protected override details(): Record<string, unknown> {
    return { issues: this.issues };
  }
}

/** Whether `error` is a {@link WebhookPayloadError}, from any copy of this package. */
export function isWebhookPayloadError(error: unknown): error is WebhookPayloadError {
  return error instanceof WebhookPayloadError;
}
