/**
 * The vendor-free core of the Partner APIs SDK: HTTP pipeline, authentication, retry, deadlines and errors.
 *
 * Programs import a vendor package, which re-exports what they need of this one.
 *
 * @packageDocumentation
 */
import './node-version.ts';

export { ApiCall, type ResponseInfo, type WithResponse } from './api-call.ts';
export { bearer, bearerToken, type Token, TokenCache, type TokenSupplier } from './auth/bearer.ts';
export { cookieToken, headerKey, type SchemeParameter, schemeWithParameters } from './auth/fixed-credential.ts';
export type { AuthStrategy, RequestHeaders } from './auth/strategy.ts';
export { type BaseUrl, parseBaseUrl } from './base-url.ts';
export { type Caller, type ClientDefinition, PartnerClient } from './client.ts';
export { type Clock, sleep, systemClock } from './clock.ts';
export { environment } from './environment.ts';
export { AbortedError } from './errors/aborted-error.ts';
export { AuthenticationError } from './errors/authentication-error.ts';
export { BadRequestError } from './errors/bad-request-error.ts';
export { ConfigurationError } from './errors/configuration-error.ts';
export { ConflictError } from './errors/conflict-error.ts';
export { ConnectionError } from './errors/connection-error.ts';
export * from './errors/guards.ts';
export { HttpError, type HttpFailure, type ResponseHeaders } from './errors/http-error.ts';
export { NotFoundError } from './errors/not-found-error.ts';
export { type AttemptRecord, type ErrorContext, PartnerApiError } from './errors/partner-api-error.ts';
export { PermissionDeniedError } from './errors/permission-denied-error.ts';
export { RateLimitError } from './errors/rate-limit-error.ts';
export { describeIssues, type Issue, RequestValidationError } from './errors/request-validation-error.ts';
export { ResponseDecodeError } from './errors/response-decode-error.ts';
export { ResponseValidationError } from './errors/response-validation-error.ts';
export { ServerError } from './errors/server-error.ts';
export { TimeoutError, type TimeoutPhase } from './errors/timeout-error.ts';
export type { HeaderOptions } from './headers.ts';
export type { AttemptInfo, AttemptResult, CallInfo, Hooks } from './hooks.ts';
export type { Logger } from './logger.ts';
export { defineOperation, type Method, type Operation, type OperationInput, type Safety } from './operation.ts';
export type { CallOptions, ClientOptions, ValidationPolicy } from './options.ts';
export type { Answer, Failure, VendorProfile } from './profile.ts';
export type { RequestArguments } from './raw-request.ts';
export type { QueryValue } from './request-path.ts';
export type { RetryOptions } from './retry.ts';
export type { Shared } from './runtime.ts';
export { check, type InputOf, type OutputOf, type Schema } from './schema.ts';
export type { Secret } from './secret.ts';
export type { StreamedBody } from './streamed-body.ts';
export { type Timeouts, TRANSFER_TIMEOUTS } from './timeouts.ts';
export { fetchTransport, type FetchTransportOptions } from './transport/fetch-transport.ts';
export {
  type StreamBody,
  type Transport,
  type TransportBody,
  TransportFailure,
  type TransportRequest,
  type TransportResponse,
} from './transport/transport.ts';
export { undiciTransport, type UndiciTransportOptions } from './transport/undici-transport.ts';
