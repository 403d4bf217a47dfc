import { ApiCall, type WithResponse } from '../operation/api-call.ts';
import { runHooked } from '../observe/run-hooked.ts';
import { attempt } from './attempt.ts';
import { type Call, callInfo, openCall } from '../call/call.ts';
import { Ended } from '../call/call-scope.ts';
import { decode } from './decode.ts';
import { AbortedError } from '../errors/aborted-error.ts';
import { callError } from '../failure/call-error.ts';
import { streamBody } from './stream-body.ts';
import type { Hooks } from '../observe/hooks.ts';
import type { AnyOperation } from '../operation/operation.ts';
import { type CallOptions, callOptionIssues } from '../runtime/options.ts';
import { prepare, type PreparedRequest, type RawInput } from './prepare.ts';
import { logOutcome } from '../failure/log-outcome.ts';
import { withRetry } from '../retry/retry-loop.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Timeouts } from '../time/timeouts.ts';

/**
 * The one way through: validate the request, start the deadline, retry [ authorize, attempt, classify ], decode, validate the
 * response. `Result` is what the operation declares.
 */
export function execute<Result>(
  runtime: Runtime,
  operation: AnyOperation,
  input: RawInput,
  options: CallOptions | undefined,
): ApiCall<Result> {
  // What decode returns has the shape that the operation declares.
  return new ApiCall(run(runtime, operation, input, options) as Promise<WithResponse<Result>>);
}

/** An answer, and whether its body is still to be read by the caller. */
interface Outcome extends WithResponse<unknown> {
  readonly handedOut: (() => void) | undefined;
}

async function run(
  runtime: Runtime,
  operation: AnyOperation,
  input: RawInput,
  options: CallOptions | undefined,
): Promise<WithResponse<unknown>> {
  const { lifecycle, hooks } = runtime;
  if (lifecycle.closed) throw closed(runtime, operation);
  const issues = options === undefined ? [] : callOptionIssues(options, runtime.rules.callOptions);
  const usable = options === undefined || issues.length > 0 ? {} : options;
  const call = openCall(runtime, operation, needsOf(operation, input), usable);
  lifecycle.enter();
  let outcome: Outcome | undefined;
  try {
    const prepared = prepare(call, input, issues);
    const request = prepared instanceof Promise ? await prepared : prepared;
    outcome = await (hooks.call === undefined
      ? steps(call, request)
      : hooked(call, hooks.call, () => steps(call, request)));
    logOutcome(call);
    return { data: outcome.data, response: outcome.response };
  } catch (raw) {
    const error = callError(raw, call);
    logOutcome(call, error);
    throw error;
  } finally {
    if (outcome?.handedOut === undefined) call.scope.end();
    lifecycle.leave();
  }
}

/** The part that a call hook is put around. */
async function steps(call: Call, request: PreparedRequest): Promise<Outcome> {
  const { runtime, operation } = call;
  try {
    const arrived = await withRetry(call, (waitedMs) => attempt(call, request, waitedMs));
    runtime.budget.succeeded();
    const { response, absorbed } = arrived;
    const { status, headers } = response;
    const info = { status, headers, requestId: headers['x-request-id'], attempts: call.attempts };
    if (operation.response === 'stream' && absorbed === undefined) {
      const body = streamBody(call, response);
      return { data: body, response: info, handedOut: () => body.discard() };
    }
    return { data: await decode(call, arrived, request.sent), response: info, handedOut: undefined };
  } catch (raw) {
    throw callError(raw, call);
  }
}

function hooked(call: Call, hook: NonNullable<Hooks['call']>, run: () => Promise<Outcome>): Promise<Outcome> {
  return runHooked<Outcome, Outcome, undefined>(
    {
      hook: 'call',
      run,
      seen: (outcome) => outcome,
      seenError: (error) => error,
      stop: () => call.scope.abort(new Ended('discard')),
      drop: ({ handedOut }) => handedOut?.(),
    },
    (next) => hook(callInfo(call), next),
  );
}

/** Input has not been checked yet: what cannot even be read is refused by the schemas right after this. */
function needsOf(operation: AnyOperation, input: RawInput): Partial<Timeouts> | undefined {
  try {
    return operation.timeouts?.(input);
  } catch {
    return undefined;
  }
}

function closed(runtime: Runtime, operation: AnyOperation): AbortedError {
  const { vendor, title } = runtime.profile;
  return new AbortedError(`${title} ${operation.id} was not sent: its client has been closed.`, {
    vendor,
    operation: operation.id,
  });
}
