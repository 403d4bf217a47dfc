import {
  isAbortedError,
  isConfigurationError,
  isConnectionError,
  isHttpError,
  isRequestValidationError,
  isTimeoutError,
} from '@partner-apis/core/user';

/** What a failed request means for the loop that sent it. */
export type FailureClass =
  /** Asking again cannot help: the credential, the rights or the configuration are wrong. */
  | { readonly kind: 'fatal' }
  /** The platform asks to wait. */
  | { readonly kind: 'throttled'; readonly waitMs: number }
  /** The request went out and the connection died. */
  | { readonly kind: 'died' }
  /** The platform, or something before it, refused this request as it is. */
  | { readonly kind: 'refused'; readonly status: number }
  /** May pass. `unknown`: the request may have taken effect. */
  | { readonly kind: 'transient'; readonly unknown: boolean };

/** A platform that names a longer wait is asked again after this one. */
const LONGEST_WAIT = 600_000;

/** What no number of attempts mends: TLS towards a plain port, an address that the runtime or fetch never lets through, a dispatcher that is gone. */
const LASTING = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_ACCESS_DENIED',
  'BLOCKED_PORT',
  'UND_ERR_DESTROYED',
]);

/** Statuses that may pass although they are 4xx. */
const PASSING = new Set([408, 425, 429]);

/** Sorts an error of a poll, a sweep or a confirmation. */
export function classifyFailure(error: unknown): FailureClass {
  if (isConfigurationError(error) || isRequestValidationError(error)) return { kind: 'fatal' };
  // Our own aborts never get here: this is a client that has been closed.
  if (isAbortedError(error)) return { kind: 'fatal' };
  if (isConnectionError(error) && LASTING.has(error.reason)) return { kind: 'fatal' };
  if (isConnectionError(error) || isTimeoutError(error))
    return error.neverSent ? { kind: 'transient', unknown: false } : { kind: 'died' };
  if (isHttpError(error)) {
    // A credential that could not be got has status 0, which says nothing about the credential: that may pass.
    if (error.status === 401 || error.status === 403) return { kind: 'fatal' };
    if (error.retryAfterMs !== undefined)
      return { kind: 'throttled', waitMs: Math.min(error.retryAfterMs, LONGEST_WAIT) };
    if (error.status >= 400 && error.status < 500 && !PASSING.has(error.status))
      return { kind: 'refused', status: error.status };
    return { kind: 'transient', unknown: error.status >= 500 };
  }
  // A success that cannot be read, or an error of the user's own hook: what was asked for may have happened.
  return { kind: 'transient', unknown: true };
}
