import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, realpath, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { onDisk, systemCode } from './file-system-error.ts';

/** A folder that files are written to: resolved once, so that a link put in its place later leads nowhere else. */
export class TargetFolder {
  readonly path: string;
  readonly #created: readonly string[];

  readonly #present: ReadonlySet<string>;

  private constructor(path: string, created: readonly string[], present: readonly string[]) {
    this.path = path;
    this.#created = created;
    this.#present = new Set(present);
  }

  /** Resolves the folder; makes it, with those above it, when it is not there. */
  static open(operation: string, path: string): Promise<TargetFolder> {
    return onDisk(operation, path, async () => {
      const wanted = resolve(path);
      const first = await mkdir(wanted, { recursive: true });
      const real = await realpath(wanted);
      if (first !== undefined) return new TargetFolder(real, chain(first, wanted), []);
      return new TargetFolder(real, [], await readdir(real));
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
    return this.file(`.${randomBytes(12).toString('hex')}.part`);
  }

  /** Makes what happened in the folder last, where the system can do that for folders. */
  async sync(): Promise<void> {
    const handle = await open(this.path, 'r').catch(() => undefined);
    await handle?.sync().catch(() => undefined);
    await handle?.close();
  }

  /** Takes away the folders that {@link open} made, as long as they are empty. */
  async removeCreated(): Promise<void> {
    for (const path of this.#created) {
      try {
        await rmdir(path);
      } catch {
        return;
      }
    }
  }
}

/** What is at a path, itself and not where it leads; undefined for nothing. */
export async function kindAt(path: string): Promise<'folder' | 'file' | 'other' | undefined> {
  try {
    const found = await lstat(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
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
