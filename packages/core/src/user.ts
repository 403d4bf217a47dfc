/**
 * What programs need of the core, whatever vendor they talk to. Every vendor package exports all of it, so that one import is enough.
 *
 * @packageDocumentation
 */
import './node-version.ts';

export { ApiCall, type ResponseInfo, type WithResponse } from './api-call.ts';
export { type Clock, systemClock } from './clock.ts';
export { AbortedError } from './errors/aborted-error.ts';
export { AuthenticationError } from './errors/authentication-error.ts';
export { BadRequestError } from './errors/bad-request-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { ConflictError } from './errors/conflict-error.ts';
export { ConnectionError } from './errors/connection-error.ts';
export * from './errors/guards.ts';
export {
  HttpError,
  type HttpErrorCode,
  type HttpFailure,
  type ResponseHeaders,
} from './errors/http-error.ts';
export { NotFoundError } from './errors/not-found-error.ts';
export { type AttemptRecord, type ErrorContext, PartnerApiError } from './errors/partner-api-error.ts';
export { PermissionDeniedError } from './errors/permission-denied-error.ts';
export { RateLimitError } from './errors/rate-limit-error.ts';
export { type Issue, RequestValidationError } from './errors/request-validation-error.ts';
export { ResponseDecodeError } from './errors/response-decode-error.ts';
export { ResponseValidationError } from './errors/response-validation-error.ts';
export { ServerError } from './errors/server-error.ts';
export { TimeoutError, type TimeoutPhase } from './errors/timeout-error.ts';
export type { HeaderOptions } from './headers.ts';
export type { AttemptInfo, AttemptResult, CallInfo, Hooks } from './hooks.ts';
export type { Logger } from './logger.ts';
export type { Method, Safety } from './operation.ts';
export type { CallOptions, ClientOptions, ValidationPolicy } from './options.ts';
export type { RequestArguments } from './raw-request.ts';
export type { QueryValue } from './request-path.ts';
export type { RetryOptions } from './retry.ts';
export type { Schema } from './schema.ts';
export type { Secret } from './secret.ts';
export type { Timeouts } from './timeouts.ts';
export type { FetchedResponse, FetchLike } from './transport/fetch-like.ts';
export { fetchTransport, type FetchTransportOptions } from './transport/fetch-transport.ts';
export type {
  StreamBody,
  Transport,
  ReadBody,
  StreamOptions,
  TransportBody,
  TransportRequest,
  TransportResponse,
} from './transport/transport.ts';
export { TransportFailure } from './transport/transport.ts';
export {
  type DispatcherLike,
  type TlsMaterial,
  undiciTransport,
  type UndiciTransportOptions,
} from './transport/undici-transport.ts';
