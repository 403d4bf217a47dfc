import { type FileHandle, open } from 'node:fs/promises';
import { BlockPool } from './block-pool.ts';
import type { DiskTask } from './disk-errors.ts';
import { onDisk } from './on-disk.ts';
import { inParallel } from './in-parallel.ts';

/** Bytes per write: each is a trip to another thread, and the chunks of a download are small. */
const BLOCK = 1024 * 1024;
/** Blocks that may be waiting to be written, or be filled. */
const BLOCKS = 4;
/**
 * Files that may be open, written and not yet flushed. Flushing many at once costs the disk little more than flushing one; one by one,
 * while others are written, it would cost more than the writing.
 */
const MOST_OPEN = 256;

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
  readonly #task: DiskTask;
  /** Steps on the disk, in order. */
  #steps: Promise<void> = Promise.resolve();
  readonly #blocks = new BlockPool(BLOCK, BLOCKS);
  #failure: { readonly error: unknown } | undefined;
  readonly #open = new Set<Opened>();
  #written: Opened[] = [];

  constructor(task: DiskTask) {
    this.#task = task;
  }

  /**
   * Takes a whole new file over: each chunk is copied before the next one is asked for. Resolves when the last one has been, not when the
   * file is on the disk.
   */
  async write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const file = this.#create(path);
    let block: Uint8Array | undefined;
    let filled = 0;
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.byteLength;) {
        block ??= await this.#blocks.take();
        this.#throwFailure();
        const part = chunk.subarray(at, at + block.byteLength - filled);
        block.set(part, filled);
        at += part.byteLength;
        filled += part.byteLength;
        if (filled < block.byteLength) continue;
        this.#append(file, block, filled);
        [block, filled] = [undefined, 0];
      }
    }
    if (block !== undefined) this.#append(file, block, filled);
    this.#step(async () => {
      this.#written.push(await file);
      if (this.#written.length >= MOST_OPEN) await this.#flush();
    });
    this.#throwFailure();
  }

  /** Resolves when every file is on the disk, closed. */
  async flush(): Promise<void> {
    this.#step(() => this.#flush());
    await this.#steps;
    this.#throwFailure();
  }

  /** Lets go of every file, as it is. */
  async close(): Promise<void> {
    await this.#steps;
    for (const { handle } of this.#open) await handle.close();
    this.#open.clear();
  }

  #create(path: string): Promise<Opened> {
    const { promise, resolve } = Promise.withResolvers<Opened>();
    this.#step(async () => {
      const file = { path, handle: await onDisk(this.#task, path, () => open(path, 'wx')) };
      this.#open.add(file);
      resolve(file);
    });
    return promise;
  }

  #append(file: Promise<Opened>, block: Uint8Array, filled: number): void {
    this.#step(async () => {
      const { path, handle } = await file;
      await onDisk(this.#task, path, () => handle.writeFile(block.subarray(0, filled)));
    });
    this.#steps = this.#steps.then(() => this.#blocks.giveBack(block));
  }

  /** Flushes and closes the files written so far. */
  async #flush(): Promise<void> {
    const files = this.#written;
    this.#written = [];
    await inParallel(files, async (file) => {
      this.#open.delete(file);
      try {
        await onDisk(this.#task, file.path, () => file.handle.sync());
      } finally {
        await file.handle.close();
      }
    });
  }

  /** Adds a step, which is passed over after a failure. */
  #step(action: () => Promise<void>): void {
    this.#steps = this.#steps.then(async () => {
      if (this.#failure !== undefined) return;
      try {
        await action();
      } catch (error) {
        this.#failure ??= { error };
      }
    });
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
