import { Arrival } from './arrival.ts';
import type { RequestHeaders } from '../auth/strategy.ts';
import { CallScope } from './call-scope.ts';
import { withoutUndefined } from '../errors/without-undefined.ts';
import type { AttemptRecord, ErrorContext } from '../errors/partner-api-error.ts';
import { secretHeaderValues } from '../operation/headers.ts';
import type { CallInfo } from '../observe/hooks.ts';
import type { AnyOperation } from '../operation/operation.ts';
import type { CallOptions, ValidationPolicy } from '../runtime/options.ts';
import type { Redactor } from '../secrets/redactor.ts';
import { namedByPath, takesWholePath } from '../operation/request-path.ts';
import type { RetryOptions } from '../runtime/retry-options.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { DEFAULT_TIMEOUTS, type Timeouts } from '../time/timeouts.ts';

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
  /** Credentials among the headers of this call alone. */
  readonly ownSecrets: string[];
  /** Headers of the last attempt that was authorized, or with what has taken the place of a rejected credential. */
  held: RequestHeaders | undefined;
  /** What the path of the request names, once it has been filled: texts and numbers. */
  params: unknown;
  /** When the last request was given to the transport, by the clock; undefined before there was one. */
  sentAt: number | undefined;
  /** Whether its requests may have reached the vendor. */
  readonly arrival: Arrival;
  /** Whether a rejected credential has been renewed; it is, once per call. */
  renewed: boolean;
}

const process = Math.random().toString(36).slice(2, 8);
let count = 0;

/** Opens a call: resolves its limits and starts its deadline. */
export function openCall(
  runtime: Runtime,
  operation: AnyOperation,
  needs: Partial<Timeouts> | undefined,
  options: CallOptions,
): Call {
  const timeouts = limitsOf(runtime, operation, needs, options.timeouts);
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
    ownSecrets: options.headers === undefined ? [] : secretHeaderValues(options.headers),
    held: undefined,
    params: undefined,
    sentAt: undefined,
    arrival: new Arrival(),
    renewed: false,
  };
}

/** What applies to a call: its own limits over the client's over what the operation needs. A held poll knows better than its client. */
function limitsOf(
  runtime: Runtime,
  operation: AnyOperation,
  needs: Partial<Timeouts> | undefined,
  own: Partial<Timeouts> | undefined,
): Timeouts {
  if (operation.lane === 'poll') {
    return { ...DEFAULT_TIMEOUTS, ...needs, ...(own === undefined ? undefined : withoutUndefined(own)) };
  }
  if (needs === undefined && own === undefined) return runtime.limits;
  return {
    ...DEFAULT_TIMEOUTS,
    ...needs,
    ...runtime.timeouts,
    ...(own === undefined ? undefined : withoutUndefined(own)),
  };
}

/** How logs name a call: `Astral.Platform packets.get`. */
export function titleOf({ runtime, operation }: Call): string {
  return `${runtime.profile.title} ${operation.id}`;
}

/** How errors name a call, with what its path names: `Astral.Platform packets.get (packetId 0123…)`, `Astral.Platform request (GET /x)`. */
export function nameOf(call: Call): string {
  const { method, path } = call.operation;
  const about = Object.entries(paramsOf(call) ?? {}).map(([name, value]) =>
    takesWholePath(path) ? `${method} ${shortened(value)}` : `${name} ${shortened(value)}`,
  );
  return about.length === 0 ? titleOf(call) : `${titleOf(call)} (${about.join(', ')})`;
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}\u2026` : text;
}

/** What the path of the request names, without secrets. */
function paramsOf(call: Call): Readonly<Record<string, string>> | undefined {
  if (call.params === undefined) return undefined;
  const redactor = redactorOf(call);
  const named = namedByPath(call.operation.path, call.params);
  return named.length === 0
    ? undefined
    : Object.fromEntries(named.map(([name, value]) => [name, redactor.text(value)]));
}

/** Knows the secrets of the client and of this call. */
export function redactorOf(call: Call): Redactor {
  const { redactor } = call.runtime;
  return call.ownSecrets.length === 0 ? redactor : redactor.plus(call.ownSecrets);
}

/** What every error of a call carries. Everything that others wrote is scrubbed here. */
export function contextOf(
  call: Call,
  more: { hint?: string | undefined; cause?: unknown } = {},
): ErrorContext {
  const redactor = redactorOf(call);
  return {
    vendor: call.runtime.profile.vendor,
    operation: call.operation.id,
    callId: call.id,
    params: paramsOf(call),
    attempts: [...call.attempts],
    hint: more.hint === undefined ? undefined : redactor.text(more.hint),
    cause: more.cause === undefined ? undefined : redactor.cause(more.cause),
  };
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
    signal: call.scope.callSignal,
  };
}
