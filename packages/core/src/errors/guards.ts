import { hasKind } from './kind.ts';
import type { AbortedError } from './aborted-error.ts';
import type { ConfigurationError } from './configuration-error.ts';
import type { ConnectionError } from './connection-error.ts';
import type { RequestValidationError } from './request-validation-error.ts';
import type { ResponseDecodeError, ResponseValidationError } from './response-errors.ts';
import type { TimeoutError } from './timeout-error.ts';
import type { PartnerApiError } from './partner-api-error.ts';
import type {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  HttpError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
} from './http-errors.ts';

// One guard per class. They go by the class names an error carries, so they hold across duplicate installs and bundles.

/** Whether `error` is a {@link PartnerApiError}, from any copy of this package. */
export function isPartnerApiError(error: unknown): error is PartnerApiError {
  return hasKind(error, 'PartnerApiError');
}

/** Whether `error` is a {@link ConfigurationError}, from any copy of this package. */
export function isConfigurationError(error: unknown): error is ConfigurationError {
  return hasKind(error, 'ConfigurationError');
}

/** Whether `error` is a {@link RequestValidationError}, from any copy of this package. */
export function isRequestValidationError(error: unknown): error is RequestValidationError {
  return hasKind(error, 'RequestValidationError');
}

/** Whether `error` is a {@link ConnectionError}, from any copy of this package. */
export function isConnectionError(error: unknown): error is ConnectionError {
  return hasKind(error, 'ConnectionError');
}

/** Whether `error` is a {@link TimeoutError}, from any copy of this package. */
export function isTimeoutError(error: unknown): error is TimeoutError {
  return hasKind(error, 'TimeoutError');
}

/** Whether `error` is a {@link AbortedError}, from any copy of this package. */
export function isAbortedError(error: unknown): error is AbortedError {
  return hasKind(error, 'AbortedError');
}

/** Whether `error` is a {@link HttpError}, from any copy of this package. */
export function isHttpError(error: unknown): error is HttpError {
  return hasKind(error, 'HttpError');
}

/** Whether `error` is a {@link BadRequestError}, from any copy of this package. */
export function isBadRequestError(error: unknown): error is BadRequestError {
  return hasKind(error, 'BadRequestError');
}

/** Whether `error` is a {@link AuthenticationError}, from any copy of this package. */
export function isAuthenticationError(error: unknown): error is AuthenticationError {
  return hasKind(error, 'AuthenticationError');
}

/** Whether `error` is a {@link PermissionDeniedError}, from any copy of this package. */
export function isPermissionDeniedError(error: unknown): error is PermissionDeniedError {
  return hasKind(error, 'PermissionDeniedError');
}

/** Whether `error` is a {@link NotFoundError}, from any copy of this package. */
export function isNotFoundError(error: unknown): error is NotFoundError {
  return hasKind(error, 'NotFoundError');
}

/** Whether `error` is a {@link ConflictError}, from any copy of this package. */
export function isConflictError(error: unknown): error is ConflictError {
  return hasKind(error, 'ConflictError');
}

/** Whether `error` is a {@link RateLimitError}, from any copy of this package. */
export function isRateLimitError(error: unknown): error is RateLimitError {
  return hasKind(error, 'RateLimitError');
}

/** Whether `error` is a {@link ServerError}, from any copy of this package. */
export function isServerError(error: unknown): error is ServerError {
  return hasKind(error, 'ServerError');
}

/** Whether `error` is a {@link ResponseDecodeError}, from any copy of this package. */
export function isResponseDecodeError(error: unknown): error is ResponseDecodeError {
  return hasKind(error, 'ResponseDecodeError');
}

/** Whether `error` is a {@link ResponseValidationError}, from any copy of this package. */
export function isResponseValidationError(error: unknown): error is ResponseValidationError {
  return hasKind(error, 'ResponseValidationError');
}
