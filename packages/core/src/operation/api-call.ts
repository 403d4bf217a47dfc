import type { AttemptRecord } from '../errors/partner-api-error.ts';
import type { ResponseHeaders } from '../errors/http-errors.ts';

/** How an answer arrived. */
export interface ResponseInfo {
  /** HTTP status. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ResponseHeaders;
  /** The vendor's id for this request, where it gives one. */
  readonly requestId: string | undefined;
  /** All attempts, oldest first; the last one is the answer. */
  readonly attempts: readonly AttemptRecord[];
}

/** What {@link ApiCall.withResponse} resolves to. */
export interface WithResponse<T> {
  /** What the call itself resolves to. */
  readonly data: T;
  /** Status, headers, request id and attempts. */
  readonly response: ResponseInfo;
}

/** An {@link ApiCall} is a promise to the linters that look for forgotten ones, which go by what a class extends. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export interface ApiCall<T> extends Promise<T> {}

/**
 * A call under way. `await` it for the data, or `await call.withResponse()` for the data and how it arrived; both are the same one
 * request. It has been sent whether or not anybody awaits it, unless its class says otherwise.
 *
 * Every call may reject with a RequestValidationError (bad arguments, nothing was sent), an HttpError or one of its subclasses (the vendor
 * refused or failed), a ConnectionError or TimeoutError (no answer), an AbortedError (your signal, or a closed client), a
 * ResponseDecodeError or ResponseValidationError (an answer that cannot be read, or of another shape): all of them a PartnerApiError.
 */
export class ApiCall<T> implements Promise<T> {
  #answer: Promise<WithResponse<T>> | (() => Promise<WithResponse<T>>);

  /** @param answer - The answer to come, or a function that asks for it, called once and not before somebody waits. */
  constructor(answer: Promise<WithResponse<T>> | (() => Promise<WithResponse<T>>)) {
    this.#answer = answer;
  }

  /** The data together with status, headers, request id and attempts. */
  withResponse(): Promise<WithResponse<T>> {
    if (typeof this.#answer === 'function') this.#answer = this.#answer();
    return this.#answer;
  }

  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    // In two steps: V8 follows the handlers of `await` to the caller's line in a stack, but not through a function of ours around them.
    return this.withResponse().then(dataOf).then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.withResponse().then(dataOf).finally(onFinally);
  }

  /** How `Object.prototype.toString` names it. */
  get [Symbol.toStringTag](): string {
    return 'ApiCall';
  }
}

function dataOf<T>(answer: WithResponse<T>): T {
  return answer.data;
}
