import { hasKind } from '../../errors/kind.ts';
import { type ErrorContext, PartnerApiError } from '../../errors/partner-api-error.ts';
import { codeOf } from '../error-text.ts';

/** A cursor could not be loaded or saved, or what is kept is damaged. Code `CURSOR_STORE`; `cause` is what the store failed with. */
export class CursorStoreError extends PartnerApiError {
  static override readonly kind = 'CursorStoreError';
  declare readonly code: 'CURSOR_STORE';
  /** Key of the cursor. */
  readonly key: string;
  /** The code of the cause: the system's, such as `EISDIR` or `ECONNREFUSED`, or a database's. Undefined where it has none. */
  readonly reason: string | undefined;

  constructor(message: string, key: string, context?: ErrorContext) {
    super('CURSOR_STORE', message, context);
    this.key = key;
    this.reason = codeOf(context?.cause);
  }

  protected override details(): Record<string, unknown> {
    return { key: this.key, reason: this.reason };
  }
}

const WRITTEN =
  'Something else wrote it: another reader with the same key, a backup that was restored, a person. Run one reader per key, or give each a ' +
  'key of its own.';

function deleted(expected: string): string {
  return `It was deleted, or its store was emptied or replaced. Without it the next start begins at startFrom: put ${expected} back to go on there.`;
}

/**
 * What is kept is not what this reader kept last: something else wrote the cursor, such as a second reader with the same key, or it was
 * deleted. Code `CURSOR_CONFLICT`. Nothing was changed.
 */
export class CursorConflictError extends PartnerApiError {
  static override readonly kind = 'CursorConflictError';
  declare readonly code: 'CURSOR_CONFLICT';
  /** Key of the cursor. */
  readonly key: string;
  /** What should have been there; undefined for nothing. */
  readonly expected: string | undefined;
  /** What was there; undefined for nothing. */
  readonly found: string | undefined;

  constructor(key: string, expected: string | undefined, found: string | undefined, context?: ErrorContext) {
    const should = expected === undefined ? 'nothing' : `'${expected}'`;
    const is = found === undefined ? 'there is nothing' : `it is '${found}'`;
    super(
      'CURSOR_CONFLICT',
      `The cursor '${key}' was not saved: ${should} should be kept there, and ${is}.`,
      {
        hint: found === undefined ? deleted(should) : WRITTEN,
        ...context,
      },
    );
    this.key = key;
    this.expected = expected;
    this.found = found;
  }

  protected override details(): Record<string, unknown> {
    return { key: this.key, expected: this.expected, found: this.found };
  }
}

/** Whether `error` is a {@link CursorStoreError}, from any copy of this package. */
export function isCursorStoreError(error: unknown): error is CursorStoreError {
  return hasKind(error, 'CursorStoreError');
}

/** Whether `error` is a {@link CursorConflictError}, from any copy of this package. */
export function isCursorConflictError(error: unknown): error is CursorConflictError {
  return hasKind(error, 'CursorConflictError');
}
