import { isUtf8 } from 'node:buffer';
import type { StreamBody, TransportBody } from '../transport/transport.ts';
import { bytesOf, textOf } from './byte-text.ts';
import type { Scrubber } from './scrubber.ts';

/** Keeps the first bytes of what passes. */
export class Copy {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #kept = 0;
  /** All bytes that passed. */
  size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Uint8Array): void {
    this.size += chunk.byteLength;
    if (this.#kept >= this.#limit) return;
    // A copy of its own: chunks of files are overwritten once they have passed.
    const part = Buffer.from(chunk.subarray(0, this.#limit - this.#kept));
    this.#chunks.push(part);
    this.#kept += part.length;
  }

  /** Begins anew. */
  clear(): void {
    this.#chunks = [];
    this.#kept = 0;
    this.size = 0;
  }

  /** The bytes, where all of them were kept. */
  get whole(): Buffer | undefined {
    return this.#kept === this.size ? Buffer.concat(this.#chunks) : undefined;
  }
}

/** Bytes as text, or in base64 where they are none; without secrets in either case. */
export function written(
  bytes: Uint8Array,
  scrubber: Scrubber,
): { readonly text: string; readonly encoding?: 'base64' } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(buffer)) return { text: scrubber.text(buffer.toString('utf8')) };
  // A form with one part of another kind has parts of text all the same.
  const text = textOf(buffer);
  const clean = scrubber.text(text);
  return { text: (clean === text ? buffer : bytesOf(clean)).toString('base64'), encoding: 'base64' };
}

/** The same upload, with a copy of what was read of it last. */
export function copied(body: StreamBody, copy: Copy): StreamBody {
  return {
    contentType: body.contentType,
    length: body.length,
    async *open() {
      copy.clear();
      for await (const chunk of body.open()) {
        copy.add(chunk);
        yield chunk;
      }
    },
  };
}

/** The same answer, with a copy of what is read of it; `ended` hears how that ended, once. */
export function observed(body: TransportBody, copy: Copy, ended: (error?: unknown) => void): TransportBody {
  return {
    async read(limit) {
      try {
        const read = await body.read(limit);
        copy.add(read.bytes);
        // What was cut off is not known, so that the copy is not whole.
        if (read.truncated) copy.size += 1;
        ended();
        return read;
      } catch (error) {
        ended(error);
        throw error;
      }
    },
    async *stream(options) {
      let over = false;
      try {
        for await (const chunk of body.stream(options)) {
          copy.add(chunk);
          yield chunk;
        }
        over = true;
        ended();
      } catch (error) {
        over = true;
        ended(error);
        throw error;
      } finally {
        if (!over) {
          copy.size += 1;
          ended();
        }
      }
    },
    discard() {
      body.discard();
      copy.size += 1;
      ended();
    },
  };
}
