import { isErrorLike } from './error-like.ts';
import { withoutUndefined } from './without-undefined.ts';
import { hasKind, stampKinds } from './kind.ts';

/** One try of a call: what came back, and how long the client had waited before it. */
export interface AttemptRecord {
  /** HTTP status, when an answer arrived. */
  readonly status?: number;
  /**
   * Why there was no answer: a system code such as `ECONNRESET`, `TIMEOUT:` and its phase, `ABORTED`, `CREDENTIAL` (none could be had), or
   * `ERROR` (of the program's own upload source).
   */
  readonly reason?: string;
  /** Back-off before this try, in milliseconds; 0 for the first. */
  readonly waitedMs: number;
}

/** Whose request failed. Every value is free of secrets before it gets here. */
export interface ErrorContext {
  /** Vendor name: `astral`, `stormwall`, `asna`, `reestro`. */
  readonly vendor?: string | undefined;
  /** Operation id, such as `events.confirm`. */
  readonly operation?: string | undefined;
  /** Id of this call in logs, hooks and errors; not sent anywhere. */
  readonly callId?: string | undefined;
  /** What the path of the request names, by the names of the path's parameters: `{ packetId }`. */
  readonly params?: Readonly<Record<string, string>> | undefined;
  /** Tries made so far, oldest first. */
  readonly attempts?: readonly AttemptRecord[] | undefined;
  /** What to do about it, in one line, where that is known. */
  readonly hint?: string | undefined;
  /** The error or reason underneath. */
  readonly cause?: unknown;
}

/**
 * After retries the ten frames that V8 keeps by default are all ours; the line of the program that called is what a reader wants.
 */
function deepStack(error: Error): void {
  const { stackTraceLimit } = Error;
  // Not by assignment, which throws where a program has frozen `Error`; there the stack is as short as it is.
  Reflect.set(Error, 'stackTraceLimit', Math.max(stackTraceLimit, 40));
  Error.captureStackTrace(error, PartnerApiError);
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
}

/**
 * Root of every error this SDK throws on purpose. It says whose request failed and how far it got. It never holds a secret:
 * messages, bodies and causes are scrubbed before an error is made.
 *
 * `instanceof` works across duplicate installs; {@link isPartnerApiError} does the same for code that has no class at hand.
 */
export class PartnerApiError extends Error {
  /** Name of the class, by which `instanceof` knows it across duplicate installs. */
  static readonly kind: string = 'PartnerApiError';

  /** Stable identifier to branch on; see each subclass. */
  readonly code: string;
  // Declared only, so that a printed error shows what is known and nothing else.
  /** Whose request failed: `astral`, `stormwall`, `asna` or `reestro`; undefined where no client was concerned. */
  declare readonly vendor: string | undefined;
  /** Id of the operation, such as `events.confirm`. */
  declare readonly operation: string | undefined;
  /** Id of the call in logs, hooks and errors; not sent anywhere. */
  declare readonly callId: string | undefined;
  /** What the path of the request named, by the names of its parameters: `{ packetId }`. */
  declare readonly params: Readonly<Record<string, string>> | undefined;
  /** Tries made, oldest first; empty where nothing was sent. */
  readonly attempts: readonly AttemptRecord[];
  /** What to do about it, in one line, where that is known; part of the message too. */
  declare readonly hint: string | undefined;

  constructor(code: string, message: string, context: ErrorContext = {}) {
    const text = context.hint === undefined ? message : `${message} ${context.hint}`;
    super(text, context.cause === undefined ? undefined : { cause: context.cause });
    deepStack(this);
    stampKinds(this, new.target);
    this.code = code;
    this.attempts = context.attempts ?? [];
    const { vendor, operation, callId, params, hint } = context;
    Object.assign(this, withoutUndefined({ vendor, operation, callId, params, hint }));
  }

  static override [Symbol.hasInstance](this: { readonly kind?: string }, value: unknown): boolean {
    // A user's own subclass has no kind of its own and keeps the language's rule.
    return Object.hasOwn(this, 'kind') && this.kind !== undefined
      ? hasKind(value, this.kind)
      : Function.prototype[Symbol.hasInstance].call(this, value);
  }

  /** A plain object for JSON logs: no stack, no secrets. */
  toJSON(): Record<string, unknown> {
    const { cause } = this;
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      hint: this.hint,
      vendor: this.vendor,
      operation: this.operation,
      callId: this.callId,
      params: this.params,
      attempts: this.attempts,
      ...this.details(),
      ...(isErrorLike(cause) ? { cause: causeOf(cause) } : {}),
    };
  }

  /** What a subclass adds to {@link toJSON}. */
  protected details(): Record<string, unknown> {
    return {};
  }
}

function causeOf(cause: Error): Record<string, unknown> {
  const code = 'code' in cause && typeof cause.code === 'string' ? { code: cause.code } : {};
  return { name: cause.name, message: cause.message, ...code };
}
