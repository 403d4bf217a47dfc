import type { ErrorContext } from '../errors/partner-api-error.ts';
import { type DiskTask, DISK_ERRORS } from './disk-errors.ts';
import { FileSystemError } from './file-system-error.ts';
import type { Obstacle } from './path-kind.ts';
import { systemCode } from './system-code.ts';

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
