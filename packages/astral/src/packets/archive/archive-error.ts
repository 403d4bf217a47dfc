import { type ErrorContext, PartnerApiError } from '@partner-apis/core/user';

/**
 * What is wrong with an archive. `truncated`: its end is missing. `corrupt`: it contradicts itself, or something follows its end.
 * `unsafe-entry`: a link, a device or another thing that a packet cannot hold. `limit`: more than `limits` allow. `not-an-archive`:
 * something else, such as a JSON error. `mismatch`: intact, but not what the packet's metadata says.
 */
export type ArchiveErrorReason =
  | 'truncated'
  | 'corrupt'
  | 'unsafe-entry'
  | 'limit'
  | 'not-an-archive'
  | 'mismatch';

/** A packet archive that is broken, hostile or over a limit. Code `ARCHIVE`; `reason` says which. */
export class ArchiveError extends PartnerApiError {
  static override readonly kind = 'ArchiveError';
  declare readonly code: 'ARCHIVE';
  /** What is wrong with the archive. */
  readonly reason: ArchiveErrorReason;

  constructor(message: string, reason: ArchiveErrorReason, context?: ErrorContext) {
    super('ARCHIVE', message, context);
    this.reason = reason;
  }

  protected override details(): Record<string, unknown> {
    return { reason: this.reason };
  }
}

/** Whether `error` is an {@link ArchiveError}, from any copy of this package. */
export function isArchiveError(error: unknown): error is ArchiveError {
  return error instanceof ArchiveError;
}

/** Makes the error for one archive; `what` continues "the archive of packet …". */
export interface Complain {
  (
    reason: ArchiveErrorReason,
    what: string,
    more?: { readonly cause?: unknown; readonly hint?: string },
  ): ArchiveError;
  /** What came in place of an archive, all of it or its beginning, as it may be quoted: it may hold anything. */
  quotable(text: string, extent: 'whole' | 'cut'): string;
}
