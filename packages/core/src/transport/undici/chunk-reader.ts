import type { Readable } from 'node:stream';
import { TransportFailure } from '../transport.ts';

/**
 * The chunks of a body as they arrived, one at a time. Iterating over the stream itself would join those that wait: a copy, and for
 * files a large one.
 */
export class ChunkReader {
  readonly #readable: Readable;
  #chunk: Buffer | undefined;
  #over = false;
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(readable: Readable) {
    this.#readable = readable;
    // A stream that is destroyed without an error says nothing but that it is closed.
    const onClose = (): void => this.#end(readable.errored ?? new TransportFailure('BODY_CUT', {}));
    if (readable.destroyed) {
      onClose();
      return;
    }
    readable.on('data', (chunk: Buffer) => {
      readable.pause();
      this.#chunk = chunk;
      this.#wake?.();
    });
    readable.on('end', () => this.#end());
    readable.on('error', (error) => this.#end(error));
    readable.on('close', onClose);
    readable.pause();
  }

  /** The next chunk; undefined after the last one. Rejects with the error of the stream, once the chunks before it have been taken. */
  async next(): Promise<Buffer | undefined> {
    if (this.#chunk === undefined && !this.#over) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      this.#readable.resume();
      await promise;
    }
    const chunk = this.#chunk;
    this.#chunk = undefined;
    if (chunk === undefined && this.#failure !== undefined) throw this.#failure;
    return chunk;
  }

  #end(failure?: Error): void {
    if (this.#over) return;
    this.#over = true;
    this.#failure = failure;
    this.#wake?.();
  }
}
