import { type ErrorContext, PartnerApiError } from '@partner-apis/core';

/** A downloaded file is not the one that was announced: its MD5 is another. Code `CONTENT_MISMATCH`. No file was left. */
export class ContentMismatchError extends PartnerApiError {
  static override readonly kind = 'ContentMismatchError';
  declare readonly code: 'CONTENT_MISMATCH';
  /** Id of the stored file. */
  readonly contentId: string;
  /** MD5 that was announced, 32 hex digits in lower case. */
  readonly expected: string;
  /** MD5 of what arrived, likewise. */
  readonly actual: string;

  constructor(contentId: string, expected: string, actual: string, context?: ErrorContext) {
    super(
      'CONTENT_MISMATCH',
      `Kontur.Reestro contents.save got another file than was announced: its MD5 is ${actual}, and was to be ${expected}. No file was left.`,
      { vendor: 'reestro', operation: 'contents.save', ...context },
    );
    this.contentId = contentId;
    this.expected = expected;
    this.actual = actual;
  }

  protected override details(): Record<string, unknown> {
    return { contentId: this.contentId, expected: this.expected, actual: this.actual };
  }
}

/** Whether `error` is a {@link ContentMismatchError}, from any copy of this package. */
export function isContentMismatchError(error: unknown): error is ContentMismatchError {
  return error instanceof ContentMismatchError;
}
