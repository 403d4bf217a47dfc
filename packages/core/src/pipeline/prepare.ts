import { $ZodType } from 'zod/v4/core';
import { issuesIn } from '../schema/plain-issues.ts';
import { isErrorLike } from '../errors/error-like.ts';
import { type Call, contextOf, nameOf, redactorOf } from '../call/call.ts';
import { describeIssues, type Issue, RequestValidationError } from '../errors/request-validation-error.ts';
import { mergeHeaders } from '../operation/headers.ts';
import { jsonIssues, RawJson } from '../operation/json-body.ts';
import { checkBodySize } from './request-limits.ts';
import { fillPath, membersOf, PathError, queryString, takesWholePath } from '../operation/request-path.ts';
import { check, type Checked, type Schema } from '../schema/schema.ts';
import type { StreamBody } from '../transport/transport.ts';

/** A request that can be sent as often as needed; the credential is added per attempt. */
export interface PreparedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | StreamBody | undefined;
  /** The caller's input after the schemas. */
  readonly sent: Required<RawInput>;
}

/** The parts of a request as the caller gave them. */
export interface RawInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

type Part = Checked<unknown> | Promise<Checked<unknown>>;

/**
 * Checks what the caller gave and builds the request. A promise only where a schema needs one.
 *
 * @throws RequestValidationError with every issue; nothing has been sent.
 */
export function prepare(
  call: Call,
  input: RawInput,
  issues: readonly Issue[],
): PreparedRequest | Promise<PreparedRequest> {
  const { operation } = call;
  const params = part(operation.params, input.params);
  const query = part(operation.query, input.query);
  // An operation with a streamed body takes a StreamBody, which its resource method has built and checked.
  const body = operation.body === 'stream' ? { value: input.body } : part(operation.body, input.body);
  if (params instanceof Promise || query instanceof Promise || body instanceof Promise) {
    return Promise.all([params, query, body]).then((parts) => build(call, input, parts, issues));
  }
  return build(call, input, [params, query, body], issues);
}

const ABSENT: Checked<unknown> = { value: undefined };

function part(schema: Schema<unknown, unknown> | undefined, value: unknown): Part {
  if (schema === undefined) return ABSENT;
  const checked = check(schema, value);
  // Only what has failed is looked at again, for words that say what may be there.
  if (checked instanceof Promise || checked.issues === undefined || !(schema instanceof $ZodType))
    return checked;
  return { issues: issuesIn(schema, value) };
}

function build(
  call: Call,
  input: RawInput,
  [params, query, body]: readonly [Checked<unknown>, Checked<unknown>, Checked<unknown>],
  found: readonly Issue[],
): PreparedRequest {
  if (
    params.issues !== undefined ||
    query.issues !== undefined ||
    body.issues !== undefined ||
    found.length > 0
  ) {
    throw invalid(call, [
      ...found,
      ...(params.issues ?? []),
      ...(query.issues ?? []),
      ...(body.issues ?? []),
    ]);
  }
  const { operation, runtime } = call;
  const sent = { params: params.value, query: query.value, body: body.value };
  try {
    const path = fillPath(operation.path, membersOf(sent.params));
    call.params = sent.params;
    const url = runtime.base.prefix + path + queryString(sent.query);
    if (operation.body === 'stream') {
      // See `prepare`: made by the vendor's own resource method.
      const stream = sent.body as StreamBody;
      return { url, headers: headersOf(call, undefined, stream), body: stream, sent };
    }
    const lost = jsonIssues(sent.body);
    if (lost.length > 0) throw invalid(call, asGiven(operation.path, input.body, lost));
    const json = jsonOf(sent.body);
    if (json !== undefined) checkBodySize(json, runtime.rules.maxBodyBytes);
    return { url, headers: headersOf(call, json, undefined), body: json, sent };
  } catch (error) {
    if (error instanceof RequestValidationError) throw error;
    if (error instanceof PathError) throw invalid(call, [error.issue]);
    // JSON.stringify throws for cycles and BigInt, encodeURIComponent for lone surrogates.
    const message = isErrorLike(error) ? error.message.split('\n')[0] : String(error);
    throw invalid(call, [{ path: [], message: `cannot be sent: ${message}` }]);
  }
}

/** The same issues by the caller's names: he may have given the body in another form than the one that is sent. */
function asGiven(template: string, body: unknown, issues: readonly Issue[]): readonly Issue[] {
  const at = takesWholePath(template) ? ['body'] : [];
  const own = jsonIssues(body, at);
  return own.length > 0 ? own : issues.map(({ path, message }) => ({ path: [...at, ...path], message }));
}

/** JSON text of a body; refuses what JSON would lose without a word. */
function jsonOf(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  if (body instanceof RawJson) return body.text;
  const text: string | undefined = JSON.stringify(body);
  if (text === undefined) throw new PathError(['body'], `cannot be sent as JSON, being a ${typeof body}`);
  return text;
}

function headersOf(
  call: Call,
  json: string | undefined,
  stream: StreamBody | undefined,
): Readonly<Record<string, string>> {
  const { operation, runtime, options } = call;
  const anyType = operation.response === 'stream' || operation.response === 'bytes';
  const base = anyType ? runtime.headers.stream : runtime.headers.json;
  // A plain GET sends what every call of its client sends: nothing to copy.
  if (json === undefined && stream === undefined && options.headers === undefined) return base;
  const own = json === undefined ? {} : { 'content-type': 'application/json' };
  const headers = mergeHeaders(mergeHeaders({ ...base, ...own }, runtime.headers.own), options.headers);
  if (stream === undefined) return headers;
  // What is in a streamed body is known by its type alone (a form's boundary): nothing goes over it.
  headers['content-type'] = stream.contentType;
  if (stream.length !== undefined) headers['content-length'] = String(stream.length);
  return headers;
}

function invalid(call: Call, issues: readonly Issue[]): RequestValidationError {
  const redactor = redactorOf(call);
  const clean = issues.map(({ path, message }) => ({ path, message: redactor.text(message) }));
  return new RequestValidationError(
    `${nameOf(call)} was not sent, its arguments are invalid: ${describeIssues(clean)}.`,
    clean,
    contextOf(call),
  );
}
