import { CallScope } from './call-scope.ts';
import { defined } from './defined.ts';
import type { AttemptRecord, ErrorContext } from './errors/partner-api-error.ts';
import type { AnyOperation } from './operation.ts';
import type { CallOptions, ValidationPolicy } from './options.ts';
import type { RetryOptions } from './retry.ts';
import type { Runtime } from './runtime.ts';
import { DEFAULT_TIMEOUTS, type Timeouts } from './timeouts.ts';

/** One call under way: everything the steps of the pipeline share. */
export interface Call {
  readonly runtime: Runtime;
  readonly operation: AnyOperation;
  readonly options: CallOptions;
  readonly id: string;
  readonly timeouts: Timeouts;
  readonly retry: RetryOptions;
  readonly validation: ValidationPolicy;
  readonly scope: CallScope;
  /** Grows with each attempt. */
  readonly attempts: AttemptRecord[];
  /** Whether a rejected credential has been renewed; it is, once per call. */
  renewed: boolean;
}

const process = Math.random().toString(36).slice(2, 8);
let count = 0;

/** Opens a call: resolves its limits and starts its deadline. */
export function openCall(
  runtime: Runtime,
  operation: AnyOperation,
  needs: Partial<Timeouts>,
  options: CallOptions,
): Call {
  const timeouts: Timeouts = {
    ...DEFAULT_TIMEOUTS,
    ...(operation.lane === 'poll'
      ? { ...defined(runtime.timeouts), ...needs }
      : { ...needs, ...defined(runtime.timeouts) }),
    ...(options.timeouts === undefined ? undefined : defined(options.timeouts)),
  };
  return {
    runtime,
    operation,
    options,
    id: `${process}-${(count += 1).toString(36)}`,
    timeouts,
    retry: options.retries === undefined ? runtime.retry : { ...runtime.retry, retries: options.retries },
    validation: options.validation ?? runtime.validation,
    scope: new CallScope(runtime.clock, options.signal, timeouts.deadlineMs),
    attempts: [],
    renewed: false,
  };
}

/** How messages name a call: `Astral.Platform events.confirm`. */
export function nameOf(call: Call): string {
  return `${call.runtime.profile.title} ${call.operation.id}`;
}

/** What every error of a call carries. The cause is scrubbed here. */
export function contextOf(
  call: Call,
  more: { hint?: string | undefined; cause?: unknown } = {},
): ErrorContext {
  return {
    vendor: call.runtime.profile.vendor,
    operation: call.operation.id,
    callId: call.id,
    attempts: call.attempts,
    hint: more.hint,
    cause: more.cause === undefined ? undefined : call.runtime.redactor.cause(more.cause),
  };
}
