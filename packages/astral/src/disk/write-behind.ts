import { type FileHandle, open } from 'node:fs/promises';
import { onDisk } from './file-system-error.ts';

const MIB = 1024 * 1024;
/** Bytes per write: each is a trip to another thread, and the chunks of a download are small. */
const GATHERED = MIB;
/** Bytes that may be waiting to be written. */
const MOST_WAITING = 8 * MIB;
/** Files, and bytes of them, after which a flush begins. Flushing many at once costs little more than flushing one. */
const FLUSH_FILES = 128;
const FLUSH_BYTES = 32 * MIB;
/** Files flushed at a time, of Node's four worker threads: unpacking needs some until everything has been written. */
const WIDTH_BESIDE = 2;
const WIDTH_AFTER = 4;

/** A file that has been opened. */
interface Opened {
  readonly path: string;
  readonly handle: FileHandle;
}

/**
 * Writes files one after the other and flushes them to the disk, while the next chunks arrive and with bounded memory. A failure is kept,
 * and thrown by whatever comes next.
 */
export class WriteBehind {
  readonly #operation: string;
  /** Steps on the disk, in order. */
  #steps: Promise<void> = Promise.resolve();
  #flushing: Promise<void> = Promise.resolve();
  #idle = true;
  #waiting = 0;
  #wake: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;
  #open = new Set<Opened>();
  #written: Opened[] = [];
  #writtenBytes = 0;

  constructor(operation: string) {
    this.#operation = operation;
  }

  /** Takes a whole new file over. Resolves when its last chunk has been taken, not when it is on the disk. */
  async write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.#create(path);
    let group: Uint8Array[] = [];
    let size = 0;
    let total = 0;
    for await (const chunk of chunks) {
      group.push(chunk);
      size += chunk.byteLength;
      if (size < GATHERED) continue;
      this.#append(file, group, size);
      total += size;
      [group, size] = [[], 0];
      await this.#room();
    }
    this.#append(file, group, size);
    this.#step(async () => this.#finish(await file, total + size));
    await this.#room();
  }

  /** Resolves when every file is on the disk, closed. */
  async flush(): Promise<void> {
    await this.#steps;
    await this.#flushing;
    await this.#flush(WIDTH_AFTER);
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Lets go of every file, as it is. */
  async close(): Promise<void> {
    await this.#steps;
    await this.#flushing;
    for (const { handle } of this.#open) await handle.close();
    this.#open.clear();
  }

  #create(path: string): Promise<Opened> {
    const { promise, resolve } = Promise.withResolvers<Opened>();
    this.#step(async () => {
      const file = { path, handle: await onDisk(this.#operation, path, () => open(path, 'wx')) };
      this.#open.add(file);
      resolve(file);
    });
    return promise;
  }

  #append(file: Promise<Opened>, group: readonly Uint8Array[], size: number): void {
    this.#waiting += size;
    this.#step(async () => {
      const { path, handle } = await file;
      await onDisk(this.#operation, path, () => writeAll(handle, group));
      this.#waiting -= size;
    });
  }

  #finish(file: Opened, bytes: number): void {
    this.#written.push(file);
    this.#writtenBytes += bytes;
    if (!this.#idle || (this.#written.length < FLUSH_FILES && this.#writtenBytes < FLUSH_BYTES)) return;
    this.#idle = false;
    this.#flushing = this.#flush(WIDTH_BESIDE).finally(() => {
      this.#idle = true;
    });
  }

  /** Flushes and closes the files written so far, `width` at a time. */
  async #flush(width: number): Promise<void> {
    const files = this.#written;
    this.#written = [];
    this.#writtenBytes = 0;
    const worker = async (): Promise<void> => {
      for (let file = files.pop(); file !== undefined && this.#failure === undefined; file = files.pop()) {
        const { path, handle } = file;
        this.#open.delete(file);
        try {
          await onDisk(this.#operation, path, () => handle.sync());
        } catch (error) {
          this.#fail(error);
        } finally {
          await handle.close();
        }
      }
    };
    await Promise.all(Array.from({ length: width }, worker));
  }

  /** Adds a step, which is passed over after a failure. */
  #step(action: () => Promise<void>): void {
    this.#steps = this.#steps.then(async () => {
      if (this.#failure !== undefined) return;
      try {
        await action();
        this.#wake?.();
      } catch (error) {
        this.#fail(error);
      }
    });
  }

  async #room(): Promise<void> {
    while (this.#failure === undefined && this.#waiting > MOST_WAITING) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }
}

/** Writes every byte; the system may take fewer than it was given. */
async function writeAll(handle: FileHandle, chunks: readonly Uint8Array[]): Promise<void> {
  let left = chunks.filter(({ byteLength }) => byteLength > 0);
  while (left.length > 0) {
    let { bytesWritten } = await handle.writev(left);
    const rest: Uint8Array[] = [];
    for (const chunk of left) {
      if (bytesWritten < chunk.byteLength) rest.push(chunk.subarray(bytesWritten));
      bytesWritten = Math.max(0, bytesWritten - chunk.byteLength);
    }
    left = rest;
  }
}
