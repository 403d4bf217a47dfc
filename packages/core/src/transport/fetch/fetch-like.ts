/** As much of a `Response` as is read here. */
export interface FetchedResponse {
  /** HTTP status. */
  readonly status: number;
  /** Headers, of which nothing but `forEach` is used. */
  readonly headers: { forEach(each: (value: string, name: string) => void): void };
  /** A `ReadableStream`, a stream of Node.js, or null. */
  readonly body: unknown;
}

/** A function shaped like `fetch`: the global one, undici's, node-fetch, a wrapper with tracing. */
export type FetchLike = (url: string, init: never) => Promise<FetchedResponse>;

/** The chunks of a body, whatever kind of stream it is. */
export interface BodySource {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: unknown }>;
  /** Releases the connection; waits for nothing, because a stream that does not answer must not hold up whoever leaves it. */
  cancel(): void;
}

/** Opens the body of a response; undefined where there is none. */
export function sourceOf(body: unknown): BodySource | undefined {
  if (body == null) return undefined;
  if (isWebStream(body)) {
    const reader = body.getReader();
    return { next: () => reader.read(), cancel: () => void reader.cancel().catch(ignore) };
  }
  if (!isNodeStream(body)) throw new TypeError('the body of the response is not a stream');
  const iterator = body[Symbol.asyncIterator]();
  return { next: () => iterator.next(), cancel: () => body.destroy() };
}

/** Ends a body that nobody has opened. */
export function discard(body: unknown): void {
  if (isWebStream(body)) body.cancel().catch(ignore);
  else if (isNodeStream(body)) body.destroy();
}

function isWebStream(body: unknown): body is ReadableStream<unknown> {
  return typeof body === 'object' && body !== null && 'getReader' in body;
}

function isNodeStream(body: unknown): body is AsyncIterable<unknown> & { destroy(): void } {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body && 'destroy' in body;
}

function ignore(): void {}
