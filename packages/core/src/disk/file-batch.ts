import { rm } from 'node:fs/promises';
import type { DiskTask } from './disk-errors.ts';
import type { FileSystemError } from './file-system-error.ts';
import { diskError } from './on-disk.ts';
import { inParallel } from './in-parallel.ts';
import { type Overwrite, type Placed, placeNew, placeOver } from './place-file.ts';
import { collisionKey, numberedName } from './safe-name.ts';
import { systemCode } from './system-code.ts';
import type { TargetFolder } from './target-folder.ts';
import { isFolder, kindAt } from './path-kind.ts';
import { WriteBehind } from './write-behind.ts';

/** A file under a temporary name. */
interface Staged {
  readonly temporary: string;
  /** The name it is to have, which no other file of the batch has, in any case. */
  readonly name: string;
}

/**
 * Files that appear in a folder together or not at all: each is written under a temporary name beside its final one and flushed to the
 * disk, and when all are there, they get their names. Whatever goes wrong before the end, the folder is as it was.
 */
export class FileBatch {
  readonly #task: DiskTask;
  readonly #folder: TargetFolder;
  readonly #overwrite: Overwrite;
  readonly #writer: WriteBehind;
  readonly #taken = new Set<string>();
  readonly #staged: Staged[] = [];

  constructor(task: DiskTask, folder: TargetFolder, overwrite: Overwrite) {
    this.#task = task;
    this.#folder = folder;
    this.#overwrite = overwrite;
    this.#writer = new WriteBehind(task);
  }

  /** Takes a file over, to be written under a temporary name. A name that is known to be taken need not be downloaded for. */
  async write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const free = this.#claim(name);
    if (this.#overwrite === 'error' && this.#folder.had(free)) {
      throw await this.#nameTaken(this.#folder.file(free));
    }
    const staged = { temporary: this.#folder.temporary(), name: free };
    this.#staged.push(staged);
    await this.#writer.write(staged.temporary, chunks);
  }

  /** Resolves when all files are on the disk, still under their temporary names. */
  flush(): Promise<void> {
    return this.#writer.flush();
  }

  /** Gives all files their final names; resolves to their paths, in the order they were written. */
  async commit(): Promise<string[]> {
    const placed: Placed[] = [];
    await this.#folder.checkPlace(this.#task);
    try {
      await inParallel(this.#staged.entries(), async ([index, staged]) => {
        placed[index] = await this.#place(staged);
      });
      await this.#folder.checkPlace(this.#task);
      await this.#folder.sync();
    } catch (error) {
      await inParallel(placed.values(), (file: Placed | undefined) => file?.undo().catch(ignore));
      throw error;
    }
    await inParallel(placed.values(), (file) => file.keep().catch(ignore));
    return placed.map(({ path }) => path);
  }

  /** Removes what has been written. Never rejects: it runs because of another error, which is the one to be told. */
  async abandon(): Promise<void> {
    await this.#writer.close().catch(ignore);
    for (const { temporary } of this.#staged) await rm(temporary, { force: true }).catch(ignore);
    await this.#folder.removeCreated();
  }

  /** A name that no file of this batch has, in any case. */
  #claim(name: string): string {
    for (let number = 1; ; number++) {
      const candidate = numberedName(name, number);
      const key = collisionKey(candidate);
      // With `rename`, a name that was there is passed over; one that appears later is found when the name is given.
      if (this.#taken.has(key) || (this.#overwrite === 'rename' && this.#folder.had(candidate))) continue;
      this.#taken.add(key);
      return candidate;
    }
  }

  async #place({ temporary, name }: Staged): Promise<Placed> {
    const path = this.#folder.file(name);
    try {
      if (this.#overwrite !== 'replace') return await placeNew(temporary, path);
      const there = await kindAt(path);
      if (there === 'folder') throw diskError(this.#task, 'EISDIR', path);
      // A rename would take the place of /dev/null as willingly as that of a file.
      if (there === 'device') throw diskError(this.#task, 'ENOTSUP', path);
      return await placeOver(temporary, path, there, this.#folder.temporary());
    } catch (error) {
      const code = systemCode(error);
      if (code === 'EEXIST' && this.#overwrite === 'rename') {
        return this.#place({ temporary, name: this.#claim(name) });
      }
      if (code === 'EEXIST') throw await this.#nameTaken(path, error);
      throw code === undefined ? error : diskError(this.#task, code, path, error);
    }
  }

  /** The error for a name that something has already. Of a folder, the system says EEXIST too; it takes other advice than a file. */
  async #nameTaken(path: string, cause?: unknown): Promise<FileSystemError> {
    return diskError(this.#task, (await isFolder(path)) ? 'EISDIR' : 'EEXIST', path, cause);
  }
}

function ignore(): void {}
