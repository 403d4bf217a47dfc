import { rm } from 'node:fs/promises';
import { diskError, onDisk, systemCode } from './file-system-error.ts';
import { type Overwrite, type Placed, placeNew, placeOver } from './place-file.ts';
import { collisionKey, numberedName } from './safe-name.ts';
import { kindAt, type TargetFolder } from './target-folder.ts';
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
  readonly #operation: string;
  readonly #folder: TargetFolder;
  readonly #overwrite: Overwrite;
  readonly #writer: WriteBehind;
  readonly #taken = new Set<string>();
  readonly #staged: Staged[] = [];

  constructor(operation: string, folder: TargetFolder, overwrite: Overwrite) {
    this.#operation = operation;
    this.#folder = folder;
    this.#overwrite = overwrite;
    this.#writer = new WriteBehind(operation);
  }

  /** Takes a file over, to be written under a temporary name. Refuses a name that is taken on the disk right away. */
  async write(name: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const staged = { temporary: this.#folder.temporary(), name: await this.#claim(name) };
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
    try {
      for (const staged of this.#staged) placed.push(await this.#place(staged));
      await this.#folder.sync();
    } catch (error) {
      for (const file of placed.toReversed()) await file.undo().catch(ignore);
      throw error;
    }
    for (const file of placed) await file.keep().catch(ignore);
    return placed.map(({ path }) => path);
  }

  /** Removes what has been written. Never rejects: it runs because of another error, which is the one to be told. */
  async abandon(): Promise<void> {
    await this.#writer.close().catch(ignore);
    for (const { temporary } of this.#staged) await rm(temporary, { force: true }).catch(ignore);
    await this.#folder.removeCreated();
  }

  async #claim(name: string): Promise<string> {
    for (let number = 1; ; number++) {
      const candidate = numberedName(name, number);
      const key = collisionKey(candidate);
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      const path = this.#folder.file(candidate);
      const there = await onDisk(this.#operation, path, () => kindAt(path));
      if (there !== undefined && this.#overwrite === 'rename') continue;
      if (there !== undefined && this.#overwrite === 'error')
        throw diskError(this.#operation, 'EEXIST', path);
      if (there === 'folder') throw diskError(this.#operation, 'EISDIR', path);
      return candidate;
    }
  }

  async #place({ temporary, name }: Staged): Promise<Placed> {
    const path = this.#folder.file(name);
    try {
      if (this.#overwrite !== 'replace') return await placeNew(temporary, path);
      const there = await kindAt(path);
      if (there === 'folder') throw diskError(this.#operation, 'EISDIR', path);
      return await placeOver(temporary, path, there, this.#folder.temporary());
    } catch (error) {
      const code = systemCode(error);
      // Somebody took the name in the meantime.
      if (code === 'EEXIST' && this.#overwrite === 'rename') {
        return this.#place({ temporary, name: await this.#claim(name) });
      }
      throw code === undefined ? error : diskError(this.#operation, code, path, error);
    }
  }
}

function ignore(): void {}
