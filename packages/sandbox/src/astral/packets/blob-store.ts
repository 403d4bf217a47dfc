import { readFileSync, rmSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { makeTemporaryDirectory, removeTemporaryDirectory } from './temporary-files.ts';

/** Content up to this size stays in memory, longer content goes to a temporary file. */
const MEMORY_BYTES = 1 << 20;

/** Size of a read and of a write: small ones would make the event loop the bottleneck of a large file. */
const PIECE_BYTES = 256 << 10;

/** Somebody's bytes, kept until they are deleted. */
export interface Blob {
  readonly size: number;
  /** The content. A stream is open already, so that deleting the blob does not break it. */
  read(): Promise<Uint8Array | Readable>;
  /** The whole content at once. */
  bytes(): Uint8Array;
  delete(): void;
}

/** Content of a larger size than was allowed. */
export class TooLargeError extends Error {}

/** Where the content of files is. Its names are numbers of its own: nothing that was sent becomes part of a path. */
export class BlobStore {
  #directory: Promise<string> | undefined;
  #count = 0;

  /** Keeps what a source yields, or throws `TooLargeError` (or what the source throws) and keeps nothing. */
  async keep(source: AsyncIterable<Uint8Array>, limit: number): Promise<Blob> {
    let pieces: Uint8Array[] = [];
    let [held, size] = [0, 0];
    let file: { handle: FileHandle; path: string } | undefined;
    const flush = async (): Promise<void> => {
      file ??= await this.#create();
      if (pieces.length > 0) await file.handle.writev(pieces);
      pieces = [];
      held = 0;
    };
    try {
      for await (const piece of source) {
        size += piece.byteLength;
        if (size > limit) throw new TooLargeError();
        pieces.push(piece);
        held += piece.byteLength;
        if (held > MEMORY_BYTES) await flush();
      }
      if (file === undefined) return memoryBlob(Buffer.concat(pieces, size));
      await flush();
    } catch (error) {
      if (file !== undefined) rmSync(file.path, { force: true });
      throw error;
    } finally {
      await file?.handle.close();
    }
    return fileBlob(file.path, size);
  }

  /** Deletes every temporary file. */
  async close(): Promise<void> {
    const directory = await this.#directory;
    this.#directory = undefined;
    if (directory !== undefined) removeTemporaryDirectory(directory);
  }

  async #create(): Promise<{ handle: FileHandle; path: string }> {
    this.#directory ??= makeTemporaryDirectory();
    const path = join(await this.#directory, String(++this.#count));
    return { path, handle: await open(path, 'wx', 0o600) };
  }
}

/** Content kept in memory. */
export function memoryBlob(content: Buffer): Blob {
  return { size: content.byteLength, read: async () => content, bytes: () => content, delete: () => {} };
}

function fileBlob(path: string, size: number): Blob {
  return {
    size,
    read: async () => (await open(path, 'r')).createReadStream({ highWaterMark: PIECE_BYTES }),
    bytes: () => readFileSync(path),
    delete: () => rmSync(path, { force: true }),
  };
}
