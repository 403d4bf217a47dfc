import { withoutUndefined } from './without-undefined.ts';
import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/** Response headers by lower-case name; repeated ones are joined with a comma. */
export type ResponseHeaders = Readonly<Record<string, string>>;

/** What an answer that means failure said. */
export interface HttpFailure<Body = unknown> {
  /** The status that decided: the HTTP status, or the one in the body where the vendor has one. */
  readonly status: number;
  /** The HTTP status of the answer. */
  readonly httpStatus: number;
  /** Headers of the answer. */
  readonly headers: ResponseHeaders;
  /** Parsed JSON, else text; cut at 64 KiB. */
  readonly body: Body;
  /** The vendor's id for the request, where it gave one. */
  readonly requestId?: string | undefined;
  /** The wait the vendor asked for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/** Codes of {@link HttpError} and its subclasses, one per class. */
export type HttpErrorCode =
  | 'HTTP'
  | 'BAD_REQUEST'
  /** Of a vendor whose calls are prepaid. */
  | 'PAYMENT_REQUIRED'
  | 'AUTHENTICATION'
  | 'PERMISSION_DENIED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'RATE_LIMIT'
  | 'SERVER';

/** Headers that are safe and useful in a log. */
const LOGGED_HEADERS = ['content-type', 'content-length', 'date', 'retry-after', 'server', 'x-request-id'];

/**
 * An answer that means failure. Subclasses exist per status; one that has no class of its own (a redirect, a 2xx that means
 * failure) has code `HTTP`. `headers` is left out of printing except for an allow-list.
 */
export class HttpError<Body = unknown> extends PartnerApiError {
  static override readonly kind: string = 'HttpError';
  declare readonly code: HttpErrorCode;

  /** The status that decided. 0 when a failure happened before any answer (a credential that could not be got). */
  readonly status: number;
  /** The HTTP status of the answer; differs from `status` where the vendor puts one into the body. */
  readonly httpStatus: number;
  /** Headers of the answer. Not enumerable, and printed only as far as an allow-list goes. */
  declare readonly headers: ResponseHeaders;
  /** The answer: parsed JSON, else text; cut at 64 KiB, free of secrets. */
  readonly body: Body;
  /** The vendor's id for the request, from `x-request-id` or its own header; undefined where it gave none. */
  declare readonly requestId: string | undefined;
  /** The wait that the vendor asked for, in milliseconds; undefined where it asked for none. */
  declare readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    failure: HttpFailure<Body>,
    context?: ErrorContext,
    code: HttpErrorCode = 'HTTP',
  ) {
    super(code, message, context);
    this.status = failure.status;
    this.httpStatus = failure.httpStatus;
    Object.defineProperty(this, 'headers', { value: failure.headers });
    this.body = failure.body;
    Object.assign(
      this,
      withoutUndefined({ requestId: failure.requestId, retryAfterMs: failure.retryAfterMs }),
    );
  }

  protected override details(): Record<string, unknown> {
    const shown = LOGGED_HEADERS.filter((name) => this.headers[name] !== undefined);
    return {
      status: this.status,
      httpStatus: this.httpStatus,
      headers: Object.fromEntries(shown.map((name) => [name, this.headers[name]])),
      body: this.body,
      requestId: this.requestId,
      retryAfterMs: this.retryAfterMs,
    };
  }
}

/** Status 400, or another 4xx without a class of its own: the vendor refused the request as it is. Code `BAD_REQUEST`. */
export class BadRequestError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'BadRequestError';
  declare readonly code: 'BAD_REQUEST';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'BAD_REQUEST');
  }
}

/** Status 401, or a credential that could not be obtained (then `status` is 0): get or renew it. Code `AUTHENTICATION`. */
export class AuthenticationError<Body = unknown> extends HttpError<Body> {
  static override readonly kind: string = 'AuthenticationError';
  declare readonly code: 'AUTHENTICATION';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'AUTHENTICATION');
  }
}

/** Status 403: the credential is known and may not do this. Code `PERMISSION_DENIED`. */
export class PermissionDeniedError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'PermissionDeniedError';
  declare readonly code: 'PERMISSION_DENIED';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'PERMISSION_DENIED');
  }
}

/** Status 404: no such object, or no such path. Code `NOT_FOUND`. */
export class NotFoundError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'NotFoundError';
  declare readonly code: 'NOT_FOUND';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'NOT_FOUND');
  }
}

/** Status 409: the object is in a state that forbids this. Code `CONFLICT`. */
export class ConflictError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'ConflictError';
  declare readonly code: 'CONFLICT';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'CONFLICT');
  }
}

/** Status 429: too many requests; `retryAfterMs` holds the wait the vendor asked for, if it did. Code `RATE_LIMIT`. */
export class RateLimitError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'RateLimitError';
  declare readonly code: 'RATE_LIMIT';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'RATE_LIMIT');
  }
}

/** Status 5xx: the vendor's side failed. Code `SERVER`. */
export class ServerError<Body = unknown> extends HttpError<Body> {
  static override readonly kind = 'ServerError';
  declare readonly code: 'SERVER';

  constructor(message: string, failure: HttpFailure<Body>, context?: ErrorContext) {
    super(message, failure, context, 'SERVER');
  }
}
