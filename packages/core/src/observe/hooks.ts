import type { ResponseHeaders } from '../errors/http-errors.ts';

/** A call, as a hook sees it. */
export interface CallInfo {
  /** Vendor name: `astral`, `stormwall`, `asna`, `reestro`. */
  readonly vendor: string;
  /** Operation id, such as `events.confirm`. */
  readonly operation: string;
  /** Id of the call in logs, hooks and errors; not sent anywhere. */
  readonly callId: string;
  /** HTTP method. */
  readonly method: string;
  /** Path template, without the values in it. */
  readonly path: string;
  /** Aborts when the call is over before its time: by the caller's signal, its deadline, or the client's end. */
  readonly signal: AbortSignal;
}

/** One attempt of a call, as a hook sees it: before the credential is added. */
export interface AttemptInfo extends CallInfo {
  /** 1 for the first. */
  readonly attempt: number;
  /** Headers to be sent, by lower-case name, without the credential. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What an attempt brought. */
export interface AttemptResult {
  /** HTTP status. */
  readonly status: number;
  /** Headers of the answer, by lower-case name. */
  readonly headers: ResponseHeaders;
}

/**
 * The two places where a program may wrap what the SDK does. Each hook calls `next` exactly once and returns what it gave; an error
 * it throws is the call's error.
 */
export interface Hooks {
  /** Around a whole call, retries included: spans, timing, concurrency limits. */
  readonly call?: <T>(call: CallInfo, next: () => Promise<T>) => Promise<T>;
  /** Around each attempt. Headers given to `next` are added to the request (trace context, signatures). */
  readonly attempt?: (
    attempt: AttemptInfo,
    next: (headers?: Readonly<Record<string, string>>) => Promise<AttemptResult>,
  ) => Promise<AttemptResult>;
}
