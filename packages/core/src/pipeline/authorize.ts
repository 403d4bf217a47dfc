import { AttemptFailed } from '../call/attempt-failed.ts';
import { CredentialFailed } from '../auth/credential-failed.ts';
import { type Call, contextOf, nameOf, redactorOf } from '../call/call.ts';
import { Ended } from '../call/call-scope.ts';
import type { RequestHeaders } from '../auth/strategy.ts';
import { AuthenticationError } from '../errors/http-errors.ts';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { isPartnerApiError } from '../errors/guards.ts';
import { callError } from '../failure/call-error.ts';
import { untilAborted } from '../time/until-aborted.ts';
import { retryable } from '../retry/retry.ts';
import { SupplierFailed } from '../secrets/secret.ts';

/**
 * Adds the credential, as the last thing before sending, so that nothing a hook or a user set takes its place. A promise only where the
 * strategy needs one; then no longer than the call may last. What it throws is for {@link unauthorized}.
 */
export function authorize(call: Call, headers: RequestHeaders): Promise<void> | undefined {
  if (call.operation.anonymous === true) return undefined;
  const pending = call.runtime.auth.authorize(headers, call.scope.signal, call.held);
  return pending === undefined ? undefined : untilAborted(pending, call.scope.signal);
}

/** After a 401: whether a different credential is at hand now. Asked once per call. Throws {@link AttemptFailed}. */
export async function renewed(call: Call): Promise<boolean> {
  const { held, operation } = call;
  const { auth } = call.runtime;
  if (call.renewed || auth.onRejected === undefined || operation.anonymous === true) return false;
  if (held === undefined) return false;
  call.renewed = true;
  try {
    const answer = auth.onRejected(held, call.scope.signal);
    return (typeof answer === 'string' ? answer : await untilAborted(answer, call.scope.signal)) === 'retry';
  } catch (raw) {
    // A repetition must not send what has just been refused.
    call.held = undefined;
    throw unauthorized(call, raw);
  }
}

/**
 * The failure of an attempt for which no credential could be had. Nothing of it was sent, or the vendor refused it with 401, and a
 * credential may be asked for twice: whatever the operation, it is tried again where a read would be.
 */
export function unauthorized(call: Call, raw: unknown): AttemptFailed {
  const error = callError(authorizationError(call, raw), call);
  const facts = raw instanceof CredentialFailed ? raw.facts : {};
  return new AttemptFailed(error, { ...facts, notStarted: retryable(error, 'read', facts) });
}

function authorizationError(call: Call, raw: unknown): unknown {
  if (raw instanceof Ended) return raw;
  if (raw instanceof CredentialFailed) return redactorOf(call).own(raw.errorFor(contextOf(call)));
  // Made by a vendor package, which knows more about it; what it repeats of another program's error it cannot check.
  if (isPartnerApiError(raw)) return redactorOf(call).own(raw);
  const notSent = `${nameOf(call)} was not sent:`;
  if (raw instanceof SupplierFailed && raw.fault !== undefined) {
    return new ConfigurationError(
      `${notSent} the value that ${raw.option} supplied ${raw.fault}.`,
      contextOf(call),
    );
  }
  const why =
    raw instanceof SupplierFailed
      ? `the function given as ${raw.option} failed.`
      : 'its credential could not be had.';
  return new AuthenticationError(
    `${notSent} ${why}`,
    { status: 0, httpStatus: 0, headers: {}, body: undefined },
    contextOf(call, {
      cause: raw instanceof SupplierFailed ? raw.cause : raw,
      hint: 'What went wrong is the cause.',
    }),
  );
}
