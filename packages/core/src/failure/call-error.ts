import { isErrorLike } from '../errors/error-like.ts';
import { connectionHint } from './connection-hints.ts';
import { type Call, contextOf, nameOf, redactorOf } from '../call/call.ts';
import { Ended } from '../call/call-scope.ts';
import { AbortedError } from '../errors/aborted-error.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { isPartnerApiError } from '../errors/guards.ts';
import type { PartnerApiError } from '../errors/partner-api-error.ts';
import { RequestValidationError } from '../errors/request-validation-error.ts';
import { TimeoutError, type TimeoutPhase } from '../errors/timeout-error.ts';
import { SourceFault } from '../operation/source-watch.ts';
import { TransportFailure } from '../transport/transport.ts';
import { whetherCarriedOut } from './whether-carried-out.ts';

/**
 * The error a caller gets for what a step threw. What is neither ours nor the transport's (an error of the user's own hook or upload
 * source) stays as it is.
 */
export function callError(raw: unknown, call: Call): unknown {
  if (isPartnerApiError(raw)) return raw;
  // A call can be ended while the end of one attempt is still on its way here.
  if (raw instanceof Ended) return explainEnd(call.scope.ended ?? raw, call);
  if (raw instanceof TransportFailure) return explainFailure(raw, call);
  if (raw instanceof SourceFault) return explainSource(raw, call);
  return raw;
}

function explainEnd(end: Ended, call: Call): PartnerApiError {
  switch (end.by) {
    case 'caller':
      return new AbortedError(
        `${nameOf(call)} was aborted by the caller's signal. ${whetherCarriedOut(call)}`,
        contextOf(call, { cause: end.reason }),
      );
    case 'discard':
      return new AbortedError(`${nameOf(call)} was ended: its answer was discarded.`, contextOf(call));
    default:
      return timeout(end.by, call);
  }
}

function explainFailure(failure: TransportFailure, call: Call): PartnerApiError {
  if (failure.reason === 'UNREAD_BODIES') return explainUnread(failure, call);
  if (failure.phase !== undefined) return timeout(failure.phase, call, failure);
  if (failure.reason === 'CONTENT_ENCODING') return explainCoding(failure, call);
  if (failure.reason === 'NOT_RECORDED') return explainMissing(failure, call);
  const reason = redactorOf(call).text(failure.reason);
  const hint = hintOn(failure.reason, call);
  const began = call.attempts.at(-1)?.status !== undefined;
  const what = began
    ? 'lost its answer on the way: the connection broke'
    : 'got no answer: the connection failed';
  return new ConnectionError(
    `${nameOf(call)} ${what} with ${reason}. ${whetherCarriedOut(call)}`,
    reason,
    contextOf(call, { cause: failure.cause, hint }),
    call.arrival.state === 'not sent',
  );
}

function explainUnread(failure: TransportFailure, call: Call): PartnerApiError {
  const why = isErrorLike(failure.cause) ? `: ${failure.cause.message}` : '';
  return new TimeoutError(
    `${nameOf(call)} timed out: no connection came free within ${call.timeouts.connectMs} ms (timeouts.connectMs)${why}. ${whetherCarriedOut(call)}`,
    'connect',
    contextOf(call, {
      cause: failure,
      hint: 'Read each download to its end, or close() it. undiciTransport({ connections }) lets more of them be open at once.',
    }),
    call.arrival.state === 'not sent',
  );
}

/** Unasked for, so it comes from something in between; the next answer will be packed in the same way. */
function explainCoding(failure: TransportFailure, call: Call): PartnerApiError {
  const why = isErrorLike(failure.cause) ? `: ${redactorOf(call).text(failure.cause.message)}` : '';
  return new ConnectionError(
    `${nameOf(call)} got a body whose Content-Encoding cannot be undone safely${why}. ${whetherCarriedOut(call)}`,
    failure.reason,
    contextOf(call, {
      cause: failure.cause,
      hint: 'Find what packs answers on the way although identity was asked for. undiciTransport() unpacks by itself and sees a cut; fetchTransport() cannot.',
    }),
  );
}

/** Said by a transport that answers from a recording: nothing was sent anywhere. */
function explainMissing(failure: TransportFailure, call: Call): PartnerApiError {
  const why = isErrorLike(failure.cause) ? `: ${redactorOf(call).text(failure.cause.message)}` : '.';
  return new ConnectionError(
    `${nameOf(call)} is not in the recording${why}`,
    failure.reason,
    contextOf(call, {
      cause: failure.cause,
      hint: 'Record it anew, or replay with strict: false, where only ids and dates may differ.',
    }),
    true,
  );
}

function explainSource(fault: SourceFault, call: Call): PartnerApiError {
  return new RequestValidationError(
    `${nameOf(call)} was given up while it was being sent: its body ${fault.message}.`,
    [{ path: ['body'], message: fault.message }],
    contextOf(call),
  );
}

const LIMITS: Record<TimeoutPhase, string> = {
  connect: 'no connection was made within',
  headers: 'no answer began within',
  idle: 'the answer stood still for',
  attempt: 'an attempt was not done within',
  deadline: 'the call was not done within',
};

function timeout(phase: TimeoutPhase, call: Call, cause?: unknown): TimeoutError {
  const option = `${phase}Ms` as const;
  return new TimeoutError(
    `${nameOf(call)} timed out: ${LIMITS[phase]} ${call.timeouts[option]} ms (timeouts.${option}). ${whetherCarriedOut(call)}`,
    phase,
    contextOf(call, { cause, hint: hintOn(`TIMEOUT:${phase}`, call, silent(phase, call)) }),
    call.arrival.state === 'not sent',
  );
}

/** What to do about a connection: by what the vendor's profile knows, where the connection is to blame, or by the code alone. */
function hintOn(reason: string, call: Call, byVendor = true): string | undefined {
  const { clock, profile } = call.runtime;
  const ageMs = clock.now() - (call.sentAt ?? clock.now());
  const known = byVendor ? profile.connectionHint?.(reason, { ageMs, answered: answering(call) }) : undefined;
  return known ?? connectionHint(reason);
}

function answering(call: Call): boolean {
  return call.attempts.at(-1)?.status !== undefined;
}

/** Whether a time limit passed in silence: not while a body was being sent, nor where the vendor was asked to wait. */
function silent(phase: TimeoutPhase, call: Call): boolean {
  if (phase === 'connect') return true;
  if (call.sentAt === undefined || answering(call)) return false;
  return phase === 'headers' || (call.operation.body !== 'stream' && call.operation.lane !== 'poll');
}
