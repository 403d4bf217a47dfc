import { isErrorLike } from '@partner-apis/core/vendor';
/** The system code of an error; undefined for an error of another kind. */
export function systemCode(error: unknown): string | undefined {
  return isErrorLike(error) && 'syscall' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
