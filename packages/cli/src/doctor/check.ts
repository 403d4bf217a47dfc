import { isPartnerApiError } from '@partner-apis/core';

/** One line of the report. */
export interface Check {
  /** What was looked at, such as `tunnel`. */
  readonly name: string;
  /** `unknown`: it could not be found out, or is worth a look; it does not fail the report. */
  readonly status: 'ok' | 'failed' | 'unknown';
  /** What was found, in one sentence without secrets. */
  readonly detail: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** All is well with this. */
export function ok(name: string, detail: string): Check {
  return { name, status: 'ok', detail };
}

/** Worth a look. */
export function unsure(name: string, detail: string, advice?: string): Check {
  return { name, status: 'unknown', detail, ...(advice === undefined ? {} : { advice }) };
}

/** What comes after it in the chain is not looked at. */
export function failed(name: string, detail: string, advice?: string): Check {
  return { name, status: 'failed', detail, ...(advice === undefined ? {} : { advice }) };
}

/** The same out of an error: its sentence, and its hint, unless there is better advice. */
export function failure(name: string, error: unknown, advice?: string): Check {
  if (!isPartnerApiError(error)) throw error;
  const { message, hint } = error;
  const detail = hint === undefined ? message : message.replace(` ${hint}`, '');
  return failed(name, detail, advice ?? hint);
}
