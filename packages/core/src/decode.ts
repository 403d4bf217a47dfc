import { answerOf, bodyText, isText, JSON_BODY_LIMIT } from './answer.ts';
import type { Arrived } from './attempt.ts';
import { type Call, contextOf, nameOf } from './call.ts';
import { Ended } from './call-scope.ts';
import { isTimeoutError } from './errors/guards.ts';
import { ResponseDecodeError } from './errors/response-decode-error.ts';
import { ResponseValidationError } from './errors/response-validation-error.ts';
import { describeIssues } from './errors/request-validation-error.ts';
import { explain } from './explain.ts';
import { httpErrorOf } from './http-failure.ts';
import type { PreparedRequest } from './prepare.ts';
import { check } from './schema.ts';
import type { TransportResponse } from './transport/transport.ts';

/** How much of an unreadable body an error keeps. */
const SHOWN = 2_000;

/** Reads, judges and checks the answer of a call whose result is data. Runs outside retry: a success is never asked for twice. */
export async function decode(
  call: Call,
  { response, absorbed }: Arrived,
  sent: PreparedRequest['sent'],
): Promise<unknown> {
  const value = absorbed ?? (await read(call, response));
  const { response: schema, result } = call.operation;
  const untouched = schema === 'bytes' ? value.value : undefined;
  const data = typeof schema === 'string' ? untouched : await validated(call, schema, value.value);
  const outcome: unknown = result === undefined ? data : result(data, sent, value.value);
  review(call, value.value, data, outcome);
  return outcome;
}

function review(call: Call, body: unknown, answer: unknown, result: unknown): void {
  const { rules, logger, redactor } = call.runtime;
  rules.review?.({
    name: nameOf(call),
    body,
    answer,
    result,
    options: call.options,
    context: contextOf(call),
    logger,
    redact: (value) => redactor.value(value),
  });
}

async function read(call: Call, response: TransportResponse): Promise<{ readonly value: unknown }> {
  const { operation, runtime } = call;
  const bytes = await readBytes(call, response);
  if (operation.response === 'bytes')
    return { value: { bytes: plain(bytes), contentType: response.headers['content-type'] } };
  const text = bodyText({ bytes });
  if (!isText(bytes)) throw undecodable(call, response, 'is not UTF-8 text', text);
  const answer = answerOf(response, text);
  const absorbed = operation.absorb?.(answer, call.attempts.length);
  if (absorbed !== undefined) return absorbed;
  const failure = runtime.profile.readFailure(answer) ?? operation.failure?.(answer);
  if (failure !== undefined) throw httpErrorOf(call, answer, failure);
  if (operation.response === 'empty') return { value: undefined };
  if (answer.body === undefined) throw undecodable(call, response, 'is empty', '');
  if (typeof answer.body === 'string' && !/^\s*"/.test(text))
    throw undecodable(call, response, 'is not JSON', text);
  return { value: answer.body };
}

async function readBytes(call: Call, response: TransportResponse): Promise<Uint8Array> {
  const limit = call.operation.maxBytes ?? JSON_BODY_LIMIT;
  let body: Awaited<ReturnType<TransportResponse['body']['read']>>;
  try {
    body = await response.body.read(limit);
  } catch (raw) {
    if (raw instanceof Ended) throw raw;
    const error = explain(raw, call);
    throw isTimeoutError(error) ? error : undecodable(call, response, 'was cut before its end', '', error);
  }
  if (body.truncated) throw undecodable(call, response, `is larger than ${limit} bytes`, '');
  return body.bytes;
}

/** The same bytes as a plain array: what a caller gets must not behave like Node's Buffer. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function undecodable(
  call: Call,
  response: TransportResponse,
  why: string,
  text: string,
  cause?: unknown,
): ResponseDecodeError {
  const { redactor } = call.runtime;
  const type = response.headers['content-type'] ?? 'no content type';
  const done = call.operation.safety === 'read' ? '' : ' The vendor has most likely done what was asked.';
  return new ResponseDecodeError(
    `${nameOf(call)} got status ${response.status}, but its body ${why} (${redactor.text(type)}).${done}`,
    { status: response.status, body: redactor.text(text.slice(0, SHOWN)) },
    contextOf(call, { cause }),
  );
}

async function validated(call: Call, schema: Parameters<typeof check>[0], value: unknown): Promise<unknown> {
  if (call.validation === 'off') return value;
  const pending = check(schema, value);
  const checked = pending instanceof Promise ? await pending : pending;
  if (checked.issues === undefined) return checked.value;
  const { redactor, logger, profile } = call.runtime;
  const issues = checked.issues.map(({ path, message }) => ({ path, message: redactor.text(message) }));
  const summary = `${nameOf(call)} got an answer of an unknown shape: ${describeIssues(issues)}`;
  if (call.validation === 'warn') {
    logger.warn({ vendor: profile.vendor, operation: call.operation.id, callId: call.id, issues }, summary);
    return value;
  }
  throw new ResponseValidationError(
    `${summary}.`,
    issues,
    redactor.value(value),
    contextOf(call, {
      hint: "To go on with such answers set validation: 'warn'.",
    }),
  );
}
