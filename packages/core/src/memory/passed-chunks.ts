import { giveBack } from './blocks.ts';

/**
 * Gives the memory of received chunks back, as their reader is done with them. A connection fills each block in one read, carries one
 * answer at a time and keeps its bytes in order: so nobody looks at a block any more when a chunk from other memory has come after it.
 */
export class PassedChunks {
  #last: ArrayBufferLike | undefined;

  /** Nobody will look at this chunk again. To be told of every chunk, in order. */
  add({ buffer }: Uint8Array): void {
    if (buffer === this.#last) return;
    if (this.#last !== undefined) giveBack(this.#last, 'connection');
    this.#last = buffer;
  }
}

/** The same chunks, for a reader that is done with each of them when it asks for the next one. */
export async function* transient(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const passed = new PassedChunks();
  for await (const chunk of chunks) {
    yield chunk;
    passed.add(chunk);
  }
}
