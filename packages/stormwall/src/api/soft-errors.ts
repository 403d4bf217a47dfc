/** Groups of soft errors that are known; there are others. Manual, soft errors. */
export type SoftErrorType = 'SSL' | (string & {}) | number;

/** Codes of soft errors that are known; there are others. Manual, soft errors. */
export type SoftErrorCode = 'INVALID_CERT_KEY_PAIR' | (string & {});

/**
 * What Stormwall reports beside a success: it has begun to act, and a subsystem refused the change or has queued it. Nothing tells a warning
 * from a refusal but the code. Repaired by further commands, never by repeating this one.
 */
export interface SoftError {
  /** Group of the error: a number by the manual's table, a text such as `SSL` in its example. */
  readonly type: SoftErrorType;
  /** What it is: branch on this. */
  readonly code: SoftErrorCode;
  /** Whatever else the vendor says about it. */
  readonly [member: string]: unknown;
}

/** A result, and what Stormwall reports beside it. */
export interface Report<Data> {
  /** The answer as it came, its `error_list` included. */
  readonly data: Data;
  /** Empty when everything was done. */
  readonly softErrors: readonly SoftError[];
}

/** What to do about soft errors: return them beside the result, or reject with SoftErrorsError. */
export type SoftErrorsMode = 'return' | 'throw';

const UNKNOWN = 'UNKNOWN';

/**
 * The soft errors in the body of a success. Absent, null and empty are none. An entry of an unforeseen shape is kept, with `UNKNOWN` for
 * what it lacks: dropping it would hide that something was not done.
 */
export function softErrorsIn(body: unknown): readonly SoftError[] {
  const list = isObject(body) ? body['error_list'] : undefined;
  if (list === undefined || list === null) return [];
  if (Array.isArray(list)) return list.map(softErrorOf);
  return isObject(list) && Object.keys(list).length === 0 ? [] : [softErrorOf(list)];
}

/** `SSL INVALID_CERT_KEY_PAIR, 3 QUEUED`, for messages. */
export function describeSoftErrors(softErrors: readonly SoftError[]): string {
  return softErrors.map(({ type, code }) => `${type} ${code}`).join(', ');
}

function softErrorOf(entry: unknown): SoftError {
  if (isObject(entry)) {
    const { type, code } = entry;
    return {
      ...entry,
      type: typeof type === 'number' || typeof type === 'string' ? type : UNKNOWN,
      code: typeof code === 'string' || typeof code === 'number' ? String(code) : UNKNOWN,
    };
  }
  return { type: UNKNOWN, code: typeof entry === 'string' ? entry : UNKNOWN };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
