import { type ErrorContext, PartnerApiError } from '@partner-apis/core';

/** The local disk refused what a download needs. Code `FILE_SYSTEM`; `reason` is the system's own code, such as `EEXIST` or `ENOSPC`. */
export class FileSystemError extends PartnerApiError {
  static override readonly kind = 'FileSystemError';
  readonly reason: string;
  /** The file or folder it was about. */
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

const HINTS: Readonly<Record<string, string>> = {
  EEXIST: "Set overwrite: 'replace' or 'rename', or move what is there.",
  ENOSPC: 'The disk is full.',
  EACCES: 'The process may not write there.',
  EISDIR: 'A folder is in the way.',
};

/** The system code of an error; undefined for an error of another kind. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** The error for a system code. */
export function diskError(operation: string, reason: string, path: string, cause?: unknown): FileSystemError {
  const message = `Astral.Platform ${operation} could not write ${path}: the file system says ${reason}.`;
  return new FileSystemError(message, reason, path, {
    vendor: 'astral',
    operation,
    cause,
    hint: HINTS[reason],
  });
}

/** Runs a step on the disk; its system errors become {@link FileSystemError}s. */
export async function onDisk<T>(operation: string, path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const code = systemCode(error);
    throw code === undefined ? error : diskError(operation, code, path, error);
  }
}
