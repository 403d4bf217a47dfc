import { fileChunks } from '@partner-apis/core/vendor';
import { Readable } from 'node:stream';
import type { UploadStream } from './upload-file.ts';

/** A source being read. */
export interface OpenSource {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Lets go of files and streams now, also while a read is pending. */
  close(): void;
}

/** Bytes per chunk of what is in memory already: large enough to cost little, small enough for progress to move. */
const CHUNK = 256 * 1024;

/** Reads bytes as views of themselves. */
export function openBytes(bytes: Uint8Array): OpenSource {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.byteLength; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
  }
  return { chunks: chunks(), close: nothing };
}

/** Reads a Blob slice by slice: faster than its own stream, and there is nothing to close. */
export function openBlob(blob: Blob): OpenSource {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < blob.size; at += CHUNK) {
      yield new Uint8Array(await blob.slice(at, at + CHUNK).arrayBuffer());
    }
  }
  return { chunks: chunks(), close: nothing };
}

/** Reads a file. */
export function openPath(path: string): OpenSource {
  const chunks = fileChunks(path);
  return { chunks, close: () => void chunks.return(undefined).then(nothing, nothing) };
}

/** Reads what a caller's function opened. */
export function openStream(stream: UploadStream): OpenSource {
  if (stream instanceof ReadableStream) return openWebStream(stream);
  const iterator = stream[Symbol.asyncIterator]();
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for (let item = await iterator.next(); item.done !== true; item = await iterator.next()) {
        yield bytesOf(item.value);
      }
    } finally {
      close();
    }
  }
  function close(): void {
    // A Readable stops at once; an async generator only when what it waits for arrives.
    if (stream instanceof Readable) stream.destroy();
    else iterator.return?.().then(nothing, nothing);
  }
  return { chunks: chunks(), close };
}

function openWebStream(stream: ReadableStream<unknown>): OpenSource {
  const reader = stream.getReader();
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let item = await reader.read(); !item.done; item = await reader.read()) yield bytesOf(item.value);
  }
  return { chunks: chunks(), close: () => void reader.cancel().then(nothing, nothing) };
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk);
  throw new TypeError(`the stream yielded ${chunk === null ? 'null' : typeof chunk} in place of bytes`);
}

function nothing(): void {}
