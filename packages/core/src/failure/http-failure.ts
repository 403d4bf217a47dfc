import { type Call, contextOf, nameOf, redactorOf } from '../call/call.ts';
import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  HttpError,
  type HttpFailure,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
} from '../errors/http-errors.ts';
import { gatewayHint } from './gateway-page.ts';
import type { Answer, Failure, HttpErrorClass } from '../operation/profile.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { retryAfterMs } from './retry-after.ts';
import { whetherCarriedOut } from './whether-carried-out.ts';

/** The most of an error's text that is kept, in characters of a message. */
const TEXT_LIMIT = 400;

const CLASSES: Readonly<Record<number, HttpErrorClass>> = {
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  409: ConflictError,
  429: RateLimitError,
};

function classFor(status: number): HttpErrorClass {
  if (status >= 500) return ServerError;
  if (status >= 400) return CLASSES[status] ?? BadRequestError;
  return HttpError;
}

/** The error for an answer that means failure. Everything the vendor wrote is scrubbed. */
export function httpErrorOf(call: Call, answer: Answer, failure: Failure): HttpError {
  const redactor = redactorOf(call);
  const status = failure.status ?? answer.status;
  const text = failure.text ?? '';
  const said = text === '' ? '' : `: ${shorten(redactor.text(text))}`;
  const inBody = status === answer.status ? '' : ` (HTTP ${answer.status})`;
  const asked = retryAfterMs(answer.headers, call.runtime.clock.now());
  const requestId = failure.requestId ?? answer.headers['x-request-id'];
  const details: HttpFailure = {
    status,
    httpStatus: answer.status,
    headers: withoutSecrets(redactor, answer),
    body: redactor.value(failure.body ?? answer.body),
    requestId: requestId === undefined ? undefined : redactor.text(requestId),
    retryAfterMs: failure.retryAfterMs ?? asked,
  };
  const ErrorClass = failure.ErrorClass ?? classFor(status);
  const message = `${nameOf(call)} failed with status ${status}${inBody}${said}`;
  const sentence = /[.!?\u2026]$/.test(message) ? message : `${message}.`;
  return new ErrorClass(
    unclear(call, answer, failure) ? `${sentence} ${whetherCarriedOut(call)}` : sentence,
    details,
    contextOf(call, { hint: hintOf(call, answer, failure) }),
  );
}

/** Where a page came instead of an answer, the vendor's own hint is kept only where a page may be the vendor's after all. */
function hintOf(call: Call, answer: Answer, failure: Failure): string | undefined {
  const { title } = call.runtime.profile;
  const { body } = answer;
  // Before its title is shortened: half a secret would not be recognised.
  const clean = typeof body === 'string' ? redactorOf(call).text(body) : body;
  const page = gatewayHint(title, { ...answer, body: clean });
  if (page === undefined) return failure.hint;
  const mayBeVendor = answer.status === 401 || answer.status === 403;
  return mayBeVendor && failure.hint !== undefined
    ? `${page} Where it is ${title} after all: ${failure.hint}`
    : page;
}

/** A server that failed, or a gateway that lost patience, does not say whether the request was carried out before. */
function unclear(call: Call, answer: Answer, failure: Failure): boolean {
  if (call.operation.safety !== 'unsafe' || failure.notStarted === true) return false;
  return answer.status === 408 || answer.status >= 500;
}

function withoutSecrets(redactor: Redactor, answer: Answer): Record<string, string> {
  const shown = Object.entries(answer.headers).filter(([name]) => name !== 'set-cookie');
  return Object.fromEntries(shown.map(([name, value]) => [name, redactor.text(value)]));
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > TEXT_LIMIT ? `${line.slice(0, TEXT_LIMIT)}\u2026` : line;
}
