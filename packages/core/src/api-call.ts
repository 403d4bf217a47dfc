import type { AttemptRecord } from './errors/partner-api-error.ts';
import type { ResponseHeaders } from './errors/http-error.ts';

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
  readonly data: T;
  readonly response: ResponseInfo;
}

/**
 * A call under way. `await` it for the data, or `await call.withResponse()` for the data and how it arrived; both are the same one
 * request. It has been sent whether or not anybody awaits it.
 */
export class ApiCall<T> implements Promise<T> {
  readonly #answer: Promise<WithResponse<T>>;

  constructor(answer: Promise<WithResponse<T>>) {
    this.#answer = answer;
  }

  /** The data together with status, headers, request id and attempts. */
  withResponse(): Promise<WithResponse<T>> {
    return this.#answer;
  }

  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    // One step for both, as this is on the way of every call. Without a function the data goes through, which is what `A` is then.
    return this.#answer.then(
      typeof onFulfilled === 'function' ? ({ data }) => onFulfilled(data) : ({ data }) => data as T & A,
      onRejected,
    );
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.#answer.then(dataOf).finally(onFinally);
  }

  get [Symbol.toStringTag](): string {
    return 'ApiCall';
  }
}

function dataOf<T>(answer: WithResponse<T>): T {
  return answer.data;
}
