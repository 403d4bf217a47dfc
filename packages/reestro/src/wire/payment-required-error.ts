import { type ErrorContext, HttpError, type HttpFailure } from '@partner-apis/core';

/**
 * The prepaid balance does not cover the call. Code `PAYMENT_REQUIRED`; `status` is 402, or 400 where the vendor reports it as a failed
 * validation and only its text says so. Nothing but a payment helps: it is never tried again.
 */
export class PaymentRequiredError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'PaymentRequiredError';
  declare readonly code: 'PAYMENT_REQUIRED';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'PAYMENT_REQUIRED');
  }
}

/** Whether `error` is a {@link PaymentRequiredError}, from any copy of this package. */
export function isPaymentRequiredError(error: unknown): error is PaymentRequiredError {
  return error instanceof PaymentRequiredError;
}
