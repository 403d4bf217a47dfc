import { type HttpError, isHttpError } from '@partner-apis/core/user';
import { problemOf, type StormwallProblem } from './profile.ts';

/** A fatal error with Stormwall's own words in `body`. */
export type StormwallHttpError = HttpError<StormwallProblem>;

/**
 * Whether `error` is a fatal error that Stormwall itself described: then `error.body` has `statusCode`, `error` and `message`. False for an
 * HTML page of a proxy.
 */
export function isStormwallHttpError(error: unknown): error is StormwallHttpError {
  return isHttpError(error) && error.vendor === 'stormwall' && problemOf(error.body) !== undefined;
}
