import { answerOf, bodyText, isText, JSON_BODY_LIMIT } from './answer-text.ts';
import type { Arrived } from './attempt-result.ts';
import type { Success } from '../runtime/vendor-rules.ts';
import { type Call, contextOf, nameOf, redactorOf } from '../call/call.ts';
import { Ended } from '../call/call-scope.ts';
import { isPartnerApiError, isTimeoutError } from '../errors/guards.ts';
import type { Issue } from '../errors/request-validation-error.ts';
import { ResponseDecodeError, ResponseValidationError } from '../errors/response-errors.ts';
import { describeIssues } from '../errors/request-validation-error.ts';
import { callError } from '../failure/call-error.ts';
import { gatewayHint } from '../failure/gateway-page.ts';
import { httpErrorOf } from '../failure/http-failure.ts';
import type { BytesAnswer } from '../operation/operation.ts';
import type { PreparedRequest } from './prepare.ts';
import { check } from '../schema/schema.ts';
import { type ReadBody, TransportFailure, type TransportResponse } from '../transport/transport.ts';

/** What a success that cannot be used still means; a page of HTML comes from something in between. */
const DONE = 'The vendor has most likely done what was asked.';

/** How much of an unreadable body an error keeps. */
const SHOWN = 2_000;

/** Reads, judges and checks the answer of a call whose result is data. Runs outside retry: a success is never asked for twice. */
export async function decode(
  call: Call,
  { response, absorbed }: Arrived,
  sent: PreparedRequest['sent'],
): Promise<unknown> {
  const { operation } = call;
  const { value } = absorbed ?? (await read(call, response, sent));
  const pending =
    typeof operation.response === 'string' ? { value } : checkedBy(call, operation.response, value);
  const checked = pending instanceof Promise ? await pending : pending;
  const data = checked.issues === undefined ? checked.value : tolerated(call, checked.issues, value);
  const result = operation.result === undefined ? data : shaped(call, operation.result, [data, sent, value]);
  call.runtime.rules.review?.(successOf(call, value, data, result));
  return result;
}

function checkedBy(
  call: Call,
  schema: Parameters<typeof check>[0],
  value: unknown,
): ReturnType<typeof check> {
  return call.validation === 'off' ? { value } : check(schema, value);
}

function successOf(call: Call, body: unknown, answer: unknown, result: unknown): Success {
  const { options, runtime } = call;
  const redactor = redactorOf(call);
  return {
    name: nameOf(call),
    safety: call.operation.safety,
    body,
    answer,
    result,
    options,
    context: contextOf(call),
    logger: runtime.logger,
    redact: (printed) => redactor.value(printed),
  };
}

/** Reads the whole body and judges it. */
async function read(
  call: Call,
  response: TransportResponse,
  sent: PreparedRequest['sent'],
): Promise<{ readonly value: unknown }> {
  const { operation, runtime } = call;
  const limit = operation.maxBytes ?? JSON_BODY_LIMIT;
  let body: ReadBody;
  try {
    body = await response.body.read(limit);
  } catch (raw) {
    throw unread(call, response, raw);
  }
  if (body.truncated) throw undecodable(call, response, `is larger than ${limit} bytes`, '');
  const { unproven = false } = body;
  if (operation.response === 'bytes' && unproven) throw unprovenBody(call, response, '');
  if (operation.response === 'bytes') return { value: plain(body.bytes, response) };
  const text = bodyText(body, response);
  const answer = answerOf(response, text, operation.exactIntegers);
  const absorbed = operation.absorb?.(answer, call.attempts.length, sent);
  if (absorbed !== undefined) return absorbed;
  const failure = runtime.profile.readFailure(answer) ?? operation.failure?.(answer);
  if (failure !== undefined) throw httpErrorOf(call, answer, failure);
  if (unproven && !provesItself(answer.json, text, operation.response))
    throw unprovenBody(call, response, text);
  if (operation.response === 'empty') return { value: undefined };
  if (!isText(body.bytes, response)) throw undecodable(call, response, 'is not UTF-8 text', text);
  if (answer.body === undefined) throw undecodable(call, response, 'is empty', '');
  if (!answer.json) throw undecodable(call, response, 'is not JSON', text);
  return { value: answer.body };
}

/** JSON that is cut is none, but for numbers and words; what is no JSON is refused below, unless nothing was expected. */
function provesItself(json: boolean, text: string, expected: unknown): boolean {
  return json ? /^\s*(?:$|[[{"])/.test(text) : expected !== 'empty';
}

function unprovenBody(call: Call, response: TransportResponse, text: string): ResponseDecodeError {
  const name = redactorOf(call).text(response.headers['content-encoding'] ?? '');
  return undecodable(
    call,
    response,
    `may be cut: fetch unpacks Content-Encoding ${name} without saying whether it was whole, so use undiciTransport(), or find what packs answers although identity was asked for`,
    text,
  );
}

/** What is handed out as bytes must not behave like Node's Buffer. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array, { headers }: TransportResponse): BytesAnswer {
  return { bytes: new Uint8Array(buffer, byteOffset, byteLength), contentType: headers['content-type'] };
}

/** The error of a body that broke while it was read. */
function unread(call: Call, response: TransportResponse, raw: unknown): unknown {
  if (raw instanceof Ended) return raw;
  const error = callError(raw, call);
  if (isTimeoutError(error)) return error;
  const coding = raw instanceof TransportFailure && raw.reason === 'CONTENT_ENCODING';
  const name = redactorOf(call).text(response.headers['content-encoding'] ?? '');
  const why = coding ? `cannot be decoded from Content-Encoding ${name}` : 'was cut before its end';
  return undecodable(call, response, why, '', error);
}

function undecodable(
  call: Call,
  response: TransportResponse,
  why: string,
  text: string,
  cause?: unknown,
): ResponseDecodeError {
  const redactor = redactorOf(call);
  const type = response.headers['content-type'] ?? 'no content type';
  // Cut after scrubbing, here and in the hint: half a secret would not be recognised.
  const clean = redactor.text(text);
  const hint = gatewayHint(call.runtime.profile.title, { ...response, body: clean });
  const answered = call.operation.safety === 'read' || hint !== undefined ? '' : ` ${DONE}`;
  return new ResponseDecodeError(
    `${nameOf(call)} got status ${response.status}, but its body ${why} (${redactor.text(type)}).${answered}`,
    { status: response.status, body: clean.slice(0, SHOWN) },
    contextOf(call, { cause, hint }),
  );
}

/** What the policy makes of an answer that has issues: itself, with a warning, or an error. */
function tolerated(call: Call, found: readonly Issue[], value: unknown): unknown {
  const redactor = redactorOf(call);
  const issues = found.map(({ path, message }) => ({
    path: path.map((key) => (typeof key === 'string' ? redactor.text(key) : key)),
    message: redactor.text(message),
  }));
  const error = wrongShape(call, issues, value);
  if (call.validation !== 'warn') throw error;
  const { logger, profile } = call.runtime;
  logger.warn(
    { vendor: profile.vendor, operation: call.operation.id, callId: call.id, issues },
    error.message,
  );
  return value;
}

/** Shapes an answer into the result. Only one that was let through unchecked can make this fail. */
function shaped(
  call: Call,
  result: NonNullable<Call['operation']['result']>,
  [data, sent, body]: [unknown, PreparedRequest['sent'], unknown],
): unknown {
  try {
    return result(data, sent, body);
  } catch (error) {
    if (call.validation === 'throw' || isPartnerApiError(error)) throw error;
    const message = 'is of a shape from which no result can be made';
    throw wrongShape(call, [{ path: [], message }], data, error);
  }
}

function wrongShape(
  call: Call,
  issues: readonly Issue[],
  value: unknown,
  cause?: unknown,
): ResponseValidationError {
  const hint = call.validation === 'throw' ? "To go on with such answers set validation: 'warn'." : undefined;
  return new ResponseValidationError(
    `${nameOf(call)} got an answer of an unknown shape: ${describeIssues(issues)}.${call.operation.safety === 'read' ? '' : ` ${call.operation.unreadable ?? DONE}`}`,
    issues,
    redactorOf(call).value(value),
    contextOf(call, { hint, cause }),
  );
}
