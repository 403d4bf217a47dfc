import { ApiCall, type WithResponse } from './api-call.ts';
import { attempt } from './attempt.ts';
import { type Call, nameOf, openCall } from './call.ts';
import { decode } from './decode.ts';
import { AbortedError } from './errors/aborted-error.ts';
import { isPartnerApiError } from './errors/guards.ts';
import { explain } from './explain.ts';
import { handOut } from './hand-out.ts';
import type { AnyOperation } from './operation.ts';
import type { CallOptions } from './options.ts';
import { callInfo, prepare, type RawInput } from './prepare.ts';
import { withRetry } from './retry-loop.ts';
import type { Runtime } from './runtime.ts';

/**
 * The one way through: validate the request, start the deadline, retry [ authorize, attempt, classify ], decode, validate the
 * response. `Result` is what the operation declares.
 */
export function execute<Result>(
  runtime: Runtime,
  operation: AnyOperation,
  input: RawInput,
  options: CallOptions,
): ApiCall<Result> {
  return new ApiCall(run(runtime, operation, input, options));
}

async function run<Result>(
  runtime: Runtime,
  operation: AnyOperation,
  input: RawInput,
  options: CallOptions,
): Promise<WithResponse<Result>> {
  const { lifecycle } = runtime;
  if (lifecycle.closed) throw closed(runtime, operation);
  lifecycle.enter();
  const call = openCall(runtime, operation, operation.timeouts?.(input) ?? {}, options);
  let streaming = false;
  try {
    const request = await prepare(call, input);
    const steps = async (): Promise<WithResponse<Result>> => {
      const arrived = await withRetry(call, (waitedMs) => attempt(call, request, waitedMs));
      runtime.budget.succeeded();
      const { response } = arrived;
      streaming = operation.response === 'stream';
      const data = streaming ? handOut(call, response) : await decode(call, arrived, request.sent);
      const { status, headers } = response;
      const info = { status, headers, requestId: headers['x-request-id'], attempts: call.attempts };
      // What decode returns has the shape that the operation declares.
      return { data: data as Result, response: info };
    };
    const hook = runtime.hooks.call;
    const result = await (hook === undefined ? steps() : hook(callInfo(call), steps));
    report(call);
    return result;
  } catch (raw) {
    const error = explain(raw, call);
    report(call, error);
    throw error;
  } finally {
    if (!streaming) call.scope.end();
    lifecycle.leave();
  }
}

function report(call: Call, error?: unknown): void {
  const { logger, profile } = call.runtime;
  const last = call.attempts.at(-1);
  const fields = {
    vendor: profile.vendor,
    operation: call.operation.id,
    callId: call.id,
    status: last?.status,
    attempts: call.attempts.length,
  };
  if (error === undefined) logger.debug(fields, `${nameOf(call)} done`);
  else
    logger.debug(
      { ...fields, code: isPartnerApiError(error) ? error.code : undefined },
      `${nameOf(call)} failed`,
    );
}

function closed(runtime: Runtime, operation: AnyOperation): AbortedError {
  const { vendor, title } = runtime.profile;
  return new AbortedError(`${title} ${operation.id} was not sent: its client has been closed.`, {
    vendor,
    operation: operation.id,
  });
}
