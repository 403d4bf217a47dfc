import type { Readable } from 'node:stream';
import { readableOf } from './readable-of.ts';

/** Bytes that can be taken once, in one of the ways below. */
export class Contents {
  readonly #source: () => AsyncIterable<Uint8Array>;
  readonly #onLeave: (() => void) | undefined;
  #taken = false;

  /**
   * @param source - Called once, when the contents are taken.
   * @param onLeave - Ends a read that is pending when a stream is destroyed; harmless after the end.
   */
  constructor(source: () => AsyncIterable<Uint8Array>, onLeave?: () => void) {
    this.#source = source;
    this.#onLeave = onLeave;
  }

  /** The contents as a stream of Node.js. A failure in the middle destroys it with the error. */
  stream(): Readable {
    return readableOf(this.chunks(), this.#onLeave);
  }

  /** The contents as a whole, in memory. */
  async bytes(): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of this.chunks()) parts.push(part);
    return Buffer.concat(parts);
  }

  /** The chunks as they come. */
  chunks(): AsyncIterable<Uint8Array> {
    if (this.#taken) throw new TypeError('The contents of this file have been taken: that can be done once.');
    this.#taken = true;
    return this.#source();
  }
}
