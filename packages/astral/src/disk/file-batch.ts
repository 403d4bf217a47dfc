import { type FileHandle, open, rm } from 'node:fs/promises';
import { diskError, onDisk, systemCode } from './file-system-error.ts';
import { type Overwrite, type Placed, placeNew, placeOver } from './place-file.ts';
import { collisionKey, numberedName } from './safe-name.ts';
import { kindAt, type TargetFolder } from './target-folder.ts';

/** A file written under a temporary name. */
interface Staged {
  readonly temporary: string;
  readonly name: string;
  synced: Promise<void>;
}

/** Files that may be waiting for the disk at a time. */
const MOST_SYNCS = 4;

/**
 * Files that appear in a folder together or not at all: each is written under a temporary name beside its final one and flushed to the
 * disk, and when all are there, they are renamed. Whatever goes wrong before the end, the folder is as it was.
 */
export class FileBatch {
  readonly #operation: string;
  readonly #folder: TargetFolder;
  readonly #overwrite: Overwrite;
  readonly #taken = new Set<string>();
  readonly #staged: Staged[] = [];

  constructor(operation: string, folder: TargetFolder, overwrite: Overwrite) {
    this.#operation = operation;
    this.#folder = folder;
    this.#overwrite = overwrite;
  }

  /** Writes a file under a temporary name. Refuses a name that is taken on the disk before anything is written. */
  async write(
    name: string,
    chunks: AsyncIterable<Uint8Array>,
    onWritten: (bytes: number) => void,
  ): Promise<void> {
    const free = await this.#claim(name);
    const temporary = this.#folder.temporary();
    const handle = await onDisk(this.#operation, this.#folder.path, () => open(temporary, 'wx'));
    const staged: Staged = { temporary, name: free, synced: Promise.resolve() };
    this.#staged.push(staged);
    try {
      await this.#fill(handle, temporary, chunks, onWritten);
    } catch (error) {
      await handle.close();
      throw error;
    }
    // The next file is written while this one reaches the disk.
    staged.synced = onDisk(this.#operation, temporary, () => flush(handle));
    staged.synced.catch(() => undefined);
    await this.#staged.at(-MOST_SYNCS)?.synced;
  }

  /** Gives all files their final names; resolves to their paths, in the order they were written. */
  async commit(): Promise<string[]> {
    for (const { synced } of this.#staged) await synced;
    const placed: Placed[] = [];
    try {
      for (const staged of this.#staged) placed.push(await this.#place(staged));
      await this.#folder.sync();
    } catch (error) {
      for (const file of placed.toReversed()) await file.undo();
      throw error;
    }
    for (const file of placed) await file.keep();
    return placed.map(({ path }) => path);
  }

  /** Removes what has been written. */
  async abandon(): Promise<void> {
    for (const { synced, temporary } of this.#staged) {
      await synced.catch(() => undefined);
      await rm(temporary, { force: true });
    }
    await this.#folder.removeCreated();
  }

  async #fill(
    handle: FileHandle,
    path: string,
    chunks: AsyncIterable<Uint8Array>,
    onWritten: (bytes: number) => void,
  ): Promise<void> {
    let pending: Promise<void> | undefined;
    try {
      for await (const chunk of chunks) {
        // One write is under way while the next chunk arrives.
        await pending;
        pending = onDisk(this.#operation, path, () => handle.writeFile(chunk));
        pending.catch(() => undefined);
        onWritten(chunk.byteLength);
      }
    } finally {
      await pending;
    }
  }

  /** A name that no file of this batch has, in any case; with `rename`, that nothing on the disk has either. */
  async #claim(name: string): Promise<string> {
    for (let number = 1; ; number++) {
      const candidate = numberedName(name, number);
      if (this.#taken.has(collisionKey(candidate))) continue;
      const path = this.#folder.file(candidate);
      const there = await onDisk(this.#operation, path, () => kindAt(path));
      if (there !== undefined && this.#overwrite === 'rename') continue;
      if (there !== undefined && this.#overwrite === 'error')
        throw diskError(this.#operation, 'EEXIST', path);
      if (there === 'folder') throw diskError(this.#operation, 'EISDIR', path);
      this.#taken.add(collisionKey(candidate));
      return candidate;
    }
  }

  async #place({ temporary, name }: Staged): Promise<Placed> {
    const path = this.#folder.file(name);
    if (this.#overwrite === 'replace') {
      return onDisk(this.#operation, path, () => placeOver(temporary, path, this.#folder.temporary()));
    }
    try {
      return await placeNew(temporary, path);
    } catch (error) {
      const code = systemCode(error);
      // Somebody took the name in the meantime.
      if (code === 'EEXIST' && this.#overwrite === 'rename')
        return this.#place({ temporary, name: await this.#claim(name), synced: Promise.resolve() });
      throw code === undefined ? error : diskError(this.#operation, code, path, error);
    }
  }
}

async function flush(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
