import { isErrorLike } from '../../errors/error-like.ts';
import { CursorStoreError } from '../cursor/cursor-errors.ts';
import { codeOf, textOf } from '../error-text.ts';

const FORBIDDEN = 'Let the user that this process runs as read and write it, and create files in its folder.';

/** What to do about a code of the file system, where that is known. */
const HINTS: Readonly<Record<string, string>> = {
  EISDIR: 'That is a folder: give the path of a file inside it.',
  ENOENT: 'Its folder does not exist: create it, or mount the disk.',
  ENOTDIR: 'What should be its folder is a file: give another path.',
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: 'That disk can only be read: give a path on one that can be written.',
  ENOSPC: 'The disk is full.',
};

/** The error for a cursor file that could not be read or written, with the system's code and what to do about it. */
export function cursorFileError(what: string, key: string, cause: unknown): CursorStoreError {
  const code = codeOf(cause);
  // Without a code it is about the lock, in words of our own.
  const said = isErrorLike(cause) ? cause.message : textOf(cause);
  const why = code === undefined ? said : `the file system says ${code}`;
  return new CursorStoreError(`The cursor '${key}' could not be ${what}: ${why}.`, key, {
    cause,
    hint: code === undefined ? undefined : HINTS[code],
  });
}
