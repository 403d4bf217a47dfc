import { type Call, contextOf, nameOf } from './call.ts';
import { describeIssues, type Issue, RequestValidationError } from './errors/request-validation-error.ts';
import { mergeHeaders } from './headers.ts';
import type { CallInfo } from './hooks.ts';
import { callOptionIssues } from './options.ts';
import { RawJson } from './raw-json.ts';
import { fillPath, PathError, queryString } from './request-path.ts';
import { check, type Schema } from './schema.ts';
import type { StreamBody } from './transport/transport.ts';

/** A request that can be sent as often as needed; the credential is added per attempt. */
export interface PreparedRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | StreamBody | undefined;
  /** The caller's input after the schemas. */
  readonly sent: RawInput;
}

/** The parts of a request as the caller gave them. */
export interface RawInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** Checks what the caller gave and builds the request. Throws RequestValidationError with every issue; nothing has been sent. */
export async function prepare(call: Call, input: RawInput): Promise<PreparedRequest> {
  const { operation, runtime, options } = call;
  const issues: Issue[] = [...(optionsGiven(options) ? (callOptionIssues(options) ?? []) : [])];
  const params = await part(operation.params, input.params, issues);
  const query = await part(operation.query, input.query, issues);
  const streamed = operation.body === 'stream';
  // An operation with a streamed body takes a StreamBody, which its resource method has built and checked.
  const body =
    operation.body === 'stream' ? (input.body as StreamBody) : await part(operation.body, input.body, issues);
  if (issues.length > 0) throw invalid(call, issues);
  try {
    const path = fillPath(operation.path, Object(params));
    const url = runtime.base.prefix + path + queryString(query === undefined ? undefined : Object(query));
    const json = streamed || body === undefined ? undefined : jsonText(body);
    const stream = streamed ? (input.body as StreamBody) : undefined;
    return {
      url,
      headers: headersOf(call, json, stream),
      body: stream ?? json,
      sent: { params, query, body },
    };
  } catch (error) {
    if (error instanceof PathError) throw invalid(call, [error.issue]);
    // JSON.stringify throws for cycles and BigInt, encodeURIComponent for lone surrogates.
    const message = error instanceof Error ? error.message.split('\n')[0] : undefined;
    throw invalid(call, [{ path: [], message: `cannot be sent: ${message ?? 'unknown error'}` }]);
  }
}

/** The call as hooks see it. */
export function callInfo(call: Call): CallInfo {
  const { runtime, operation } = call;
  return {
    vendor: runtime.profile.vendor,
    operation: operation.id,
    callId: call.id,
    method: operation.method,
    path: operation.path,
    signal: call.scope.signal,
  };
}

function jsonText(body: unknown): string {
  return body instanceof RawJson ? body.text : JSON.stringify(body);
}

function optionsGiven(options: object): boolean {
  for (const _ in options) return true;
  return false;
}

async function part(
  schema: Schema<unknown, unknown> | undefined,
  value: unknown,
  issues: Issue[],
): Promise<unknown> {
  if (schema === undefined) return undefined;
  const pending = check(schema, value);
  const checked = pending instanceof Promise ? await pending : pending;
  if (checked.issues === undefined) return checked.value;
  issues.push(...checked.issues);
  return undefined;
}

function headersOf(
  call: Call,
  json: string | undefined,
  stream: StreamBody | undefined,
): Record<string, string> {
  const { operation, runtime, options } = call;
  const headers: Record<string, string> = {
    accept: operation.response === 'stream' ? '*/*' : 'application/json',
  };
  // Bytes must arrive as they are: a length announced for compressed ones says nothing about what is read.
  headers['accept-encoding'] = 'identity';
  if (json !== undefined) headers['content-type'] = 'application/json';
  if (stream !== undefined) headers['content-type'] = stream.contentType;
  mergeHeaders(headers, runtime.headers);
  mergeHeaders(headers, options.headers);
  if (stream?.length !== undefined) headers['content-length'] = String(stream.length);
  return headers;
}

function invalid(call: Call, issues: readonly Issue[]): RequestValidationError {
  const clean = issues.map(({ path, message }) => ({ path, message: call.runtime.redactor.text(message) }));
  return new RequestValidationError(
    `${nameOf(call)} was not sent, its arguments are invalid: ${describeIssues(clean)}.`,
    clean,
    contextOf(call),
  );
}
