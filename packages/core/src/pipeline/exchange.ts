import { AttemptFailed } from '../call/attempt-failed.ts';
import { authorize, unauthorized } from './authorize.ts';
import { type Call, redactorOf } from '../call/call.ts';
import { Ended } from '../call/call-scope.ts';
import { callError } from '../failure/call-error.ts';
import { mergeHeaders } from '../operation/headers.ts';
import type { PreparedRequest } from './prepare.ts';
import { checkHeaderSize } from './request-limits.ts';
import { SourceWatch } from '../operation/source-watch.ts';
import { failed } from '../transport/failure-of.ts';
import { TransportFailure, type TransportResponse } from '../transport/transport.ts';

/** Authorizes, sends, and notes down how it went. Throws {@link AttemptFailed}. */
export async function exchange(
  call: Call,
  request: PreparedRequest,
  waitedMs: number,
  extra?: Readonly<Record<string, string>>,
): Promise<TransportResponse> {
  const { arrival, runtime, scope, operation, timeouts } = call;
  const { body } = request;
  const source = typeof body === 'object' ? new SourceWatch(body) : undefined;
  arrival.begin();
  const { transport } = runtime.lease;
  let authorized = false;
  const reports = transport.reportsSending === true;
  let began = false;
  const sending = (): void => {
    began = true;
    arrival.goesOut();
  };
  try {
    if (scope.signal.aborted) throw scope.signal.reason;
    const sent = mergeHeaders({ ...request.headers }, extra);
    const pending = authorize(call, sent);
    if (pending !== undefined) await pending;
    authorized = true;
    call.held = sent;
    checkHeaderSize(call, sent, body);
    call.sentAt = runtime.clock.now();
    if (!reports) arrival.goesOut();
    const response = await transport.send({
      method: operation.method,
      url: request.url,
      headers: sent,
      body: source ?? request.body,
      signal: scope.signal,
      connectMs: timeouts.connectMs,
      headersMs: timeouts.headersMs,
      idleMs: timeouts.idleMs,
      lane: operation.lane ?? 'call',
      sending,
    });
    sending();
    call.attempts.push({ status: response.status, waitedMs });
    return response;
  } catch (raw) {
    const ofSource = scope.signal.aborted ? undefined : source?.failure;
    const cause = ofSource === undefined ? (authorized ? understood(raw) : raw) : ofSource.error;
    const neverSent = cause instanceof TransportFailure && !began && (cause.neverSent || reports);
    if (neverSent || source?.taken === 'nothing') arrival.stayed();
    else if (source?.taken === 'part') arrival.brokeOff();
    const reason = authorized ? reasonOf(cause) : (endOf(cause) ?? 'CREDENTIAL');
    call.attempts.push({ reason: redactorOf(call).text(reason), waitedMs });
    if (!authorized) throw unauthorized(call, cause);
    throw new AttemptFailed(callError(cause, call), { neverSent });
  }
}

/** A transport of somebody else's may fail with anything. */
function understood(raw: unknown): unknown {
  return raw instanceof Ended ? raw : failed(raw, 'TRANSPORT_FAILED');
}

/** A code for the list of attempts. */
function reasonOf(raw: unknown): string {
  if (raw instanceof TransportFailure) return raw.phase === undefined ? raw.reason : `TIMEOUT:${raw.phase}`;
  return endOf(raw) ?? 'ERROR';
}

function endOf(raw: unknown): string | undefined {
  if (!(raw instanceof Ended)) return undefined;
  return raw.by === 'attempt' || raw.by === 'deadline' ? `TIMEOUT:${raw.by}` : 'ABORTED';
}
