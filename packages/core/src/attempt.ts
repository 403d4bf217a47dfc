import { answerOf, bodyText, ERROR_BODY_LIMIT } from './answer.ts';
import { type Call, nameOf } from './call.ts';
import { explain } from './explain.ts';
import { isPartnerApiError } from './errors/guards.ts';
import { mergeHeaders } from './headers.ts';
import { httpErrorOf } from './http-failure.ts';
import type { Answer } from './profile.ts';
import { callInfo, type PreparedRequest } from './prepare.ts';
import { checkHeaderSize } from './request-limits.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { FailureFacts } from './retry.ts';
import { type StreamBody, TransportFailure, type TransportResponse } from './transport/transport.ts';

/** An attempt that failed, with what decides whether another one follows. */
export class AttemptFailed extends Error {
  readonly error: unknown;
  readonly facts: FailureFacts;

  constructor(error: unknown, facts: FailureFacts = {}) {
    super('attempt failed');
    this.error = error;
    this.facts = facts;
  }
}

/** What an attempt brought: a success still to be read, or a failing answer that the operation takes for a result. */
export type Arrived =
  | { readonly response: TransportResponse; readonly absorbed?: undefined }
  | { readonly response: TransportResponse; readonly absorbed: { readonly value: unknown } };

/** One attempt: authorize, send, classify. Throws {@link AttemptFailed}. */
export async function attempt(call: Call, request: PreparedRequest, waitedMs: number): Promise<Arrived> {
  const { runtime, scope } = call;
  const { profile } = runtime;
  if (runtime.limiter !== undefined) await takeTurn(call, runtime.limiter);
  scope.startAttempt(call.timeouts.attemptMs);
  const sent: { headers: Record<string, string> } = { headers: {} };
  const response = await send(call, request, waitedMs, sent);
  call.attempts.push({ status: response.status, waitedMs });
  if (profile.succeeded(response.status)) return { response };

  const answer = await failedAnswer(response);
  const absorbed = call.operation.absorb?.(answer, call.attempts.length);
  if (absorbed !== undefined) return { response, absorbed };
  if (response.status === 401 && (await renewed(call, sent.headers))) return attempt(call, request, 0);

  const failure = profile.readFailure(answer) ?? {};
  throw new AttemptFailed(httpErrorOf(call, answer, failure), failure);
}

/** Waits until the rate limit lets this attempt go; the deadline runs on, the limit of an attempt does not. */
async function takeTurn(call: Call, limiter: RateLimiter): Promise<void> {
  const { scope } = call;
  scope.startAttempt(Number.POSITIVE_INFINITY);
  try {
    await limiter.turn(scope.signal);
  } catch (raw) {
    throw new AttemptFailed(explain(raw, call));
  }
}

/** Sends, and keeps the headers as they went out in `sent`. */
async function send(
  call: Call,
  request: PreparedRequest,
  waitedMs: number,
  sent: { headers: Record<string, string> },
): Promise<TransportResponse> {
  const { runtime, scope } = call;
  let response: TransportResponse | undefined;
  const source = watched(request.body);
  const transmit = async (extra?: Readonly<Record<string, string>>): Promise<TransportResponse> => {
    const headers = mergeHeaders({ ...request.headers }, extra);
    // Last, so that nothing a hook or a user set takes its place; a promise only where the strategy needs one.
    const pending =
      call.operation.anonymous === true ? undefined : runtime.auth.authorize(headers, scope.signal);
    if (pending !== undefined) await pending;
    checkHeaderSize(call, headers, request.body);
    sent.headers = headers;
    response = await runtime.lease.transport.send({
      method: call.operation.method,
      url: request.url,
      headers,
      body: source?.body ?? request.body,
      signal: scope.signal,
      connectMs: call.timeouts.connectMs,
      headersMs: call.timeouts.headersMs,
      idleMs: call.timeouts.idleMs,
      lane: call.operation.lane ?? 'call',
    });
    return response;
  };
  try {
    if (scope.signal.aborted) throw scope.signal.reason;
    const hook = runtime.hooks.attempt;
    if (hook === undefined) return await transmit();
    const info = { ...callInfo(call), attempt: call.attempts.length + 1, headers: request.headers };
    await hook(info, async (extra) => {
      const { status, headers } = await transmit(extra);
      return { status, headers };
    });
    if (response === undefined) throw new Error(`${nameOf(call)}: the attempt hook did not call next().`);
    return response;
  } catch (raw) {
    response?.body.discard();
    const cause = source?.failure() ?? raw;
    call.attempts.push({ reason: reasonOf(cause), waitedMs });
    const facts = cause instanceof TransportFailure ? { neverSent: cause.neverSent } : {};
    throw new AttemptFailed(explain(cause, call), facts);
  }
}

/** A code for the list of attempts. */
function reasonOf(raw: unknown): string {
  if (raw instanceof TransportFailure) return raw.reason;
  if (isPartnerApiError(raw)) return raw.code;
  return 'ENDED';
}

/** Remembers what a request's own source threw: the transport reports it as its own trouble, or not at all. */
function watched(body: PreparedRequest['body']): { body: StreamBody; failure: () => unknown } | undefined {
  if (typeof body !== 'object' || !('open' in body)) return undefined;
  let failure: unknown;
  async function* open(source: StreamBody): AsyncGenerator<Uint8Array> {
    try {
      yield* source.open();
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  return { body: { ...body, open: () => open(body) }, failure: () => failure };
}

/** The body of a failing answer, as much of it as can be had. */
async function failedAnswer(response: TransportResponse): Promise<Answer> {
  let text = '';
  try {
    text = bodyText(await response.body.read(ERROR_BODY_LIMIT));
  } catch {
    // The status says enough; why its body broke does not matter.
  }
  return answerOf(response, text);
}

async function renewed(call: Call, sent: Record<string, string>): Promise<boolean> {
  const { auth } = call.runtime;
  if (call.renewed || auth.onRejected === undefined || call.operation.anonymous === true) return false;
  call.renewed = true;
  try {
    return (await auth.onRejected(sent, call.scope.signal)) === 'retry';
  } catch (raw) {
    throw new AttemptFailed(explain(raw, call));
  }
}
