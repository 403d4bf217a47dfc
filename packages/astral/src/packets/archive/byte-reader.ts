import type { Complain } from './archive-error.ts';

/** Takes a stream of chunks apart by lengths, without copying what fits in one chunk. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #complain: Complain;
  #chunk: Uint8Array = new Uint8Array();

  constructor(chunks: AsyncIterable<Uint8Array>, complain: Complain) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#complain = complain;
  }

  /** Up to `most` bytes, at least one; undefined at the end. */
  async some(most: number): Promise<Uint8Array | undefined> {
    while (this.#chunk.byteLength === 0) {
      const item = await this.#chunks.next();
      if (item.done === true) return undefined;
      this.#chunk = item.value;
    }
    const taken = this.#chunk.subarray(0, most);
    this.#chunk = this.#chunk.subarray(taken.byteLength);
    return taken;
  }

  /** Exactly `length` bytes; undefined when the stream ends right here. */
  async exactly(length: number): Promise<Uint8Array | undefined> {
    if (length === 0) return new Uint8Array();
    const first = await this.some(length);
    if (first === undefined || first.byteLength === length) return first;
    const whole = Buffer.allocUnsafe(length);
    whole.set(first);
    for (let filled = first.byteLength; filled < length;) {
      const more = await this.some(length - filled);
      if (more === undefined) throw this.#complain('truncated', 'ends in the middle of a block');
      whole.set(more, filled);
      filled += more.byteLength;
    }
    return whole;
  }

  /** Passes over `length` bytes. */
  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      const passed = await this.some(left);
      if (passed === undefined) throw this.#complain('truncated', 'ends in the middle of an entry');
      left -= passed.byteLength;
    }
  }

  /** Ends the stream of chunks. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
