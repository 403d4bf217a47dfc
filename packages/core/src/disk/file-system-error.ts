import { type ErrorContext, PartnerApiError } from '../errors/partner-api-error.ts';
import { type DiskTask, DISK_ERRORS } from './disk-errors.ts';
import { systemCode } from './system-code.ts';
import type { Obstacle } from './path-kind.ts';

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

/** The error for a system code. */
export function diskError(task: DiskTask, reason: string, path: string, cause?: unknown): FileSystemError {
  const trouble = DISK_ERRORS[reason];
  const what = trouble === undefined ? `the file system says ${reason}` : `${trouble.what} (${reason})`;
  const hint = typeof trouble?.hint === 'object' ? trouble.hint[task.writes] : trouble?.hint;
  const message = `${task.title} ${task.operation} could not write ${path}: ${what}.`;
  return new FileSystemError(message, reason, path, contextOf(task, cause, hint));
}

function contextOf({ vendor, operation }: DiskTask, cause: unknown, hint: string | undefined): ErrorContext {
  return { vendor, operation, cause, hint };
}

/** The error for a folder that cannot be made because something else has its name, or that of a folder above it. */
export function inTheWay(
  task: DiskTask,
  reason: string,
  folder: string,
  { path, name }: Obstacle,
  cause: unknown,
): FileSystemError {
  const message = `${task.title} ${task.operation} could not make the folder ${folder}: ${name} is in the way (${reason}).`;
  const hint = 'Choose another folder, or move what is in the way.';
  return new FileSystemError(message, reason, path, contextOf(task, cause, hint));
}

/** Runs a step on the disk; its system errors become {@link FileSystemError}s. */
export async function onDisk<T>(task: DiskTask, path: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const code = systemCode(error);
    throw code === undefined ? error : diskError(task, code, path, error);
  }
}
