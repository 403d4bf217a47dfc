import { type HttpError, isHttpError } from '@partner-apis/core/user';
import { type AstralProblem, problemOf } from './profile.ts';

/** An answer of Astral.Platform that means failure, with the platform's own words in `body`. */
export type AstralHttpError = HttpError<AstralProblem>;

/**
 * Whether `error` is a failure whose body is a JSON object, as the platform describes its own: then `error.body` has `status`, `type`,
 * `title` and `detail`, each as far as it was sent. False for an HTML page of a proxy.
 */
export function isAstralHttpError(error: unknown): error is AstralHttpError {
  return isHttpError(error) && error.vendor === 'astral' && problemOf(error.body) !== undefined;
}
