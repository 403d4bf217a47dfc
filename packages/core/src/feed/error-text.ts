import { isErrorLike } from '../errors/error-like.ts';

/** An error as one line of text, for logs and health. */
export function textOf(error: unknown): string {
  if (isErrorLike(error)) return `${error.name}: ${error.message}`;
  return typeof error === 'string' ? error : `a thrown ${error === null ? 'null' : typeof error}`;
}

/** The code of an error, such as `EISDIR` of the system; undefined for one without. */
export function codeOf(error: unknown): string | undefined {
  return isErrorLike(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
