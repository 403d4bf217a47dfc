import { type ErrorContext, PartnerApiError } from '../errors/partner-api-error.ts';

/** The local disk refused what a download needs. Code `FILE_SYSTEM`; `reason` is the system's own code, such as `EEXIST` or `ENOSPC`. */
export class FileSystemError extends PartnerApiError {
  static override readonly kind = 'FileSystemError';
  declare readonly code: 'FILE_SYSTEM';
  /** The system's code, such as `EEXIST` or `ENOSPC`. */
  readonly reason: string;
  /** What could not be written, or what stands in its way. */
  readonly path: string;

  constructor(message: string, reason: string, path: string, context?: ErrorContext) {
    super('FILE_SYSTEM', message, context);
    this.reason = reason;
    this.path = path;
  }

  protected override details(): Record<string, unknown> {
    return { reason: this.reason, path: this.path };
  }
}

/** Whether `error` is a {@link FileSystemError}, from any copy of this package. */
export function isFileSystemError(error: unknown): error is FileSystemError {
  return error instanceof FileSystemError;
}
