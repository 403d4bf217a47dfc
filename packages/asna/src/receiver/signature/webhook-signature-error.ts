import { type ErrorContext, PartnerApiError } from '@partner-apis/core';

/** A webhook that is not proven to come from ASNA: do not look into it. Code `WEBHOOK_SIGNATURE`. */
export class WebhookSignatureError extends PartnerApiError {
  static override readonly kind = 'WebhookSignatureError';
  declare readonly code: 'WEBHOOK_SIGNATURE';
  /** `missing`: no header. `malformed`: not exactly one `sha256=` with 64 hex digits. `mismatch`: signed with another key, or another body. */
  readonly reason: 'missing' | 'malformed' | 'mismatch';

  constructor(message: string, reason: WebhookSignatureError['reason'], context?: ErrorContext) {
    super('WEBHOOK_SIGNATURE', message, { vendor: 'asna', operation: 'webhook', ...context });
    this.reason = reason;
  }

  protected override details(): Record<string, unknown> {
    return { reason: this.reason };
  }
}

/** Whether `error` is a {@link WebhookSignatureError}, from any copy of this package. */
export function isWebhookSignatureError(error: unknown): error is WebhookSignatureError {
  return error instanceof WebhookSignatureError;
}
