import { answerOf, bodyText, ERROR_BODY_LIMIT } from './answer-text.ts';
import { AttemptFailed } from '../call/attempt-failed.ts';
import { renewed } from './authorize.ts';
import { type Call, redactorOf } from '../call/call.ts';
import { exchange } from './exchange.ts';
import { callError } from '../failure/call-error.ts';
import { hookedAttempt } from './hooked-attempt.ts';
import { httpErrorOf } from '../failure/http-failure.ts';
import type { Answer } from '../operation/profile.ts';
import type { Arrived } from './attempt-result.ts';
import type { PreparedRequest } from './prepare.ts';
import type { RateLimiter } from '../runtime/rate-limiter.ts';
import type { TransportResponse } from '../transport/transport.ts';

/** One attempt: authorize, send, classify. Throws {@link AttemptFailed}. */
export async function attempt(call: Call, request: PreparedRequest, waitedMs: number): Promise<Arrived> {
  const { runtime, scope, attempts } = call;
  if (runtime.limiter !== undefined) await takeTurn(call, runtime.limiter);
  scope.startAttempt(call.timeouts.attemptMs);
  const hook = runtime.hooks.attempt;
  const response = await (hook === undefined
    ? exchange(call, request, waitedMs)
    : hookedAttempt(call, request, hook, (extra) => exchange(call, request, waitedMs, extra)));
  if (runtime.profile.succeeded(response.status)) return { response };

  const answer = await failedAnswer(call, response);
  const absorbed = call.operation.absorb?.(answer, attempts.length, request.sent);
  if (absorbed !== undefined) return { response, absorbed };
  const failure = runtime.profile.readFailure(answer) ?? {};
  if (response.status === 401 || failure.notStarted === true) call.arrival.refused();
  if (response.status === 401 && (await renewed(call))) return attempt(call, request, 0);

  throw new AttemptFailed(httpErrorOf(call, answer, failure), failure);
}

/** Waits until the rate limit lets this attempt go; the deadline runs on meanwhile, the limit of an attempt does not. */
async function takeTurn(call: Call, limiter: RateLimiter): Promise<void> {
  call.scope.startAttempt(Number.POSITIVE_INFINITY);
  try {
    await limiter.turn(call.scope.signal);
  } catch (raw) {
    throw new AttemptFailed(callError(raw, call));
  }
}

/** The body of a failing answer, as much of it as can be had. */
async function failedAnswer(call: Call, response: TransportResponse): Promise<Answer> {
  let text = '';
  try {
    const redactor = redactorOf(call);
    const body = await response.body.read(ERROR_BODY_LIMIT + redactor.reach);
    text = bodyText(body, response);
    if (body.truncated) text = redactor.beginning(text);
  } catch {
    const { ended } = call.scope;
    if (ended?.by === 'caller') throw new AttemptFailed(callError(ended, call));
    // The status says enough; why its body broke does not matter.
  }
  return answerOf(response, text);
}
