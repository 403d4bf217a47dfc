/**
 * What programs need of the core, whatever vendor they talk to. Every vendor package exports all of it, so that one import is enough.
 *
 * @packageDocumentation
 */
import './node-version.ts';

export { ApiCall, type ResponseInfo, type WithResponse } from './operation/api-call.ts';
export { type Clock, systemClock } from './time/clock.ts';
export { AbortedError } from './errors/aborted-error.ts';
export {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  HttpError,
  type HttpErrorCode,
  type HttpFailure,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  type ResponseHeaders,
  ServerError,
} from './errors/http-errors.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { ConnectionError } from './errors/connection-error.ts';
export * from './errors/guards.ts';
export { type AttemptRecord, type ErrorContext, PartnerApiError } from './errors/partner-api-error.ts';
export { type Issue, RequestValidationError } from './errors/request-validation-error.ts';
export { ResponseDecodeError, ResponseValidationError } from './errors/response-errors.ts';
export { TimeoutError, type TimeoutPhase } from './errors/timeout-error.ts';
export type { HeaderOptions } from './operation/headers.ts';
export type { AttemptInfo, AttemptResult, CallInfo, Hooks } from './observe/hooks.ts';
export type { Logger } from './observe/logger.ts';
export type { Evidence, Method, Safety } from './operation/operation.ts';
export type { CallOptions, ClientOptions, ValidationPolicy } from './runtime/options.ts';
export type { RequestArguments, RequestWithResponse } from './client/raw-request.ts';
export type { QueryValue } from './operation/request-path.ts';
export type { RetryOptions } from './runtime/retry-options.ts';
export type { Schema } from './schema/schema.ts';
export type { Secret } from './secrets/secret.ts';
export type { Timeouts } from './time/timeouts.ts';
export type { FetchedResponse, FetchLike } from './transport/fetch/fetch-like.ts';
export { fetchTransport, type FetchTransportOptions } from './transport/fetch/fetch-transport.ts';
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
} from './transport/undici/undici-transport.ts';
