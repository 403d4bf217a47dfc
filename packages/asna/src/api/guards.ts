import { type HttpError, isHttpError } from '@partner-apis/core';
import { type AsnaProblem, problemOf } from './profile.ts';

/** An answer of ASNA that means failure, with ASNA's own words in `body`. */
export type AsnaHttpError = HttpError<AsnaProblem>;

/**
 * Whether `error` is a failure that ASNA itself described: then `error.body` has `isTransient`, `exceptionMessage` and, for data that
 * breaks a schema, `validationErrors`. False for empty bodies and for the page of a proxy.
 */
export function isAsnaHttpError(error: unknown): error is AsnaHttpError {
  return isHttpError(error) && error.vendor === 'asna' && problemOf(error.body) !== undefined;
}
