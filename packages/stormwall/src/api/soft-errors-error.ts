import { type ErrorContext, PartnerApiError } from '@partner-apis/core/user';
import type { SoftError } from './soft-errors.ts';

/**
 * A success that came with soft errors, where `softErrors: 'throw'` was asked for. `data` is what the call would have resolved to; it is
 * not printed. Never sent again by itself: of a change, the system has begun to act. Code `SOFT_ERRORS`.
 */
export class SoftErrorsError<Data = unknown> extends PartnerApiError {
  static override readonly kind = 'SoftErrorsError';
  declare readonly code: 'SOFT_ERRORS';
  /** At least one. */
  readonly softErrors: readonly SoftError[];
  /** What the call would have resolved to; not printed. */
  declare readonly data: Data;

  constructor(message: string, softErrors: readonly SoftError[], data: Data, context?: ErrorContext) {
    super('SOFT_ERRORS', message, context);
    this.softErrors = softErrors;
    Object.defineProperty(this, 'data', { value: data });
  }

  protected override details(): Record<string, unknown> {
    return { softErrors: this.softErrors };
  }
}

/** Whether `error` is a {@link SoftErrorsError}, from any copy of this package. */
export function isSoftErrorsError(error: unknown): error is SoftErrorsError {
  return error instanceof SoftErrorsError;
}
