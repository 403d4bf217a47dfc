import type { Readable } from 'node:stream';

/**
 * The chunks of a body as they arrived, one at a time. Iterating over the stream itself would join those that wait: a copy, and for
 * files a large one.
 */
export class Arrivals {
  readonly #readable: Readable;
  #chunk: Buffer | undefined;
  #over = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(readable: Readable) {
    this.#readable = readable;
    if (readable.destroyed) {
      this.#end(readable.errored);
      return;
    }
    readable.on('data', (chunk: Buffer) => {
      readable.pause();
      this.#chunk = chunk;
      this.#wake?.();
    });
    readable.on('error', (error) => this.#end(error));
    readable.on('end', () => this.#end(null));
    // A stream that is destroyed without an error says nothing else.
    readable.on('close', () => this.#end(null));
    readable.pause();
  }

  /** The next chunk; undefined when the stream is over, complete or not. Rejects with the error of the stream. */
  async next(): Promise<Buffer | undefined> {
    if (this.#chunk === undefined && !this.#over) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      this.#readable.resume();
      await promise;
    }
    if (this.#failure !== undefined) throw this.#failure;
    const chunk = this.#chunk;
    this.#chunk = undefined;
    return chunk;
  }

  #end(failure: Error | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#failure = failure ?? undefined;
    this.#wake?.();
  }
}
