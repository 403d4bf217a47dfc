import { lstat, mkdir, open, readdir, realpath, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { DiskTask } from './disk-errors.ts';
import { diskError, inTheWay, onDisk } from './on-disk.ts';
import { systemCode } from './system-code.ts';
import { isThere, obstacleAt } from './path-kind.ts';

/** A folder that files are written to: resolved once, so that a link put in its place later leads nowhere else. */
export class TargetFolder {
  /** Its real path, links resolved. */
  readonly path: string;
  readonly #created: readonly string[];

  readonly #present: ReadonlySet<string>;
  readonly #identity: string;

  private constructor(
    path: string,
    identity: string,
    created: readonly string[],
    present: readonly string[],
  ) {
    this.path = path;
    this.#identity = identity;
    this.#created = created;
    this.#present = new Set(present);
  }

  /** Resolves the folder; makes it, with those above it, when it is not there. */
  static open(task: DiskTask, path: string): Promise<TargetFolder> {
    const wanted = resolve(path);
    return onDisk(task, wanted, async () => {
      const absent = await absentUpFrom(wanted);
      try {
        const first = await make(task, wanted);
        const real = await realpath(wanted);
        const identity = await identityOf(real);
        if (first !== undefined) return new TargetFolder(real, identity, chain(first, wanted), []);
        return new TargetFolder(real, identity, [], await readdir(real));
      } catch (error) {
        // Of the folders above it, some may have been made.
        await removeEmpty(absent);
        throw error;
      }
    });
  }

  /** Whether a name was taken when the folder was opened. Only giving the name tells for certain. */
  had(name: string): boolean {
    return this.#present.has(name);
  }

  /** A path in this folder. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** A path in this folder that nothing else has. */
  temporary(): string {
    // Of the global: an import of node:crypto takes a third of a millisecond of every start.
    const random = Buffer.from(crypto.getRandomValues(new Uint8Array(12)));
    return this.file(`.${random.toString('hex')}.part`);
  }

  /** Rejects where the path no longer leads to the folder that was opened: another folder, or a link, has taken its place. */
  async checkPlace(task: DiskTask): Promise<void> {
    const found = await onDisk(task, this.path, () => identityOf(this.path));
    if (found !== this.#identity) throw diskError(task, 'ESTALE', this.path);
  }

  /** Makes what happened in the folder last, where the system can do that for folders. */
  async sync(): Promise<void> {
    const handle = await open(this.path, 'r').catch(() => undefined);
    await handle?.sync().catch(() => undefined);
    await handle?.close();
  }

  /** Takes away the folders that {@link open} made, as long as they are empty. */
  removeCreated(): Promise<void> {
    return removeEmpty(this.#created);
  }
}

/** What a folder is, and not how it is called. */
async function identityOf(path: string): Promise<string> {
  const { dev, ino, mode } = await lstat(path, { bigint: true });
  return `${dev} ${ino} ${mode & 0o170000n}`;
}

/** Takes folders away, deepest first; those that are not empty, or not there, stay as they are. */
async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const path of folders) await rmdir(path).catch(() => undefined);
}

/** The folders from `last` up that are not there, deepest first. */
async function absentUpFrom(last: string): Promise<string[]> {
  const folders = [];
  for (let at = last; !(await isThere(at)) && at !== dirname(at); at = dirname(at)) folders.push(at);
  return folders;
}

/** Makes a folder with those above it; resolves to the first one that was not there. */
async function make(task: DiskTask, wanted: string): Promise<string | undefined> {
  try {
    return await mkdir(wanted, { recursive: true });
  } catch (error) {
    const code = systemCode(error);
    const obstacle = code === 'EEXIST' || code === 'ENOTDIR' ? await obstacleAt(wanted) : undefined;
    throw code === undefined || obstacle === undefined
      ? error
      : inTheWay(task, code, wanted, obstacle, error);
  }
}

/** The folders from `last` up to `first`, deepest first. */
function chain(first: string, last: string): string[] {
  const folders = [last];
  for (let at = last; at !== first && at !== dirname(at);) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}
