import { type HttpError, isHttpError } from '@partner-apis/core';
import type { ReestroError } from './models.ts';
import { isObject } from './normal.ts';

/** An answer of Kontur.Reestro that means failure, with the vendor's own words in `body`; `errors` in it are arrays at any depth. */
export type ReestroHttpError = HttpError<ReestroError>;

/**
 * Whether `error` is a failure that the vendor itself described: then `error.body` has `code`, `message`, `target` and `errors`. False for an
 * answer without a body, which is how 401 and 403 may come, and for the page of a proxy.
 */
export function isReestroHttpError(error: unknown): error is ReestroHttpError {
  return isHttpError(error) && error.vendor === 'reestro' && isObject(error.body);
}
