import { access, constants, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CursorConflictError, CursorStoreError } from '../cursor/cursor-errors.ts';
import type { CursorStore } from '../cursor/cursor-store.ts';
import { cursorFileError } from './cursor-file-error.ts';
import { isCode, withFileLock } from './file-lock.ts';

/** How long a save waits for other processes that save to the same file: longer than a lock that was left behind counts. */
const PATIENCE_MS = 15_000;

/** A pipe in place of the file would be waited for without an end, and its thread with it; Windows has no such flag and no such pipes. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Keeps cursors in one file, several keys side by side. A save writes a temporary file in the same folder, flushes it, renames it over the
 * old one and flushes the folder: whenever the process or the machine dies, the file holds the old cursor or the new one. Processes that
 * save to the same file wait for each other through `<path>.lock`.
 *
 * The folder must exist. Put the file on a disk that stays, not in a container's own file system.
 *
 * @param path - Path or `file:` URL.
 */
export function fileCursorStore(path: string | URL): CursorStore {
  const file = resolve(path instanceof URL ? fileURLToPath(path) : path);
  let last: Promise<unknown> = Promise.resolve();
  let tidy = false;
  return {
    async load(key) {
      return (await read(file, key)).get(key);
    },
    save(key, next, previous) {
      // One at a time within this process; between processes the lock file sees to it.
      const save = last.then(async () => {
        await replace(file, key, next, previous, tidy);
        tidy = true;
      });
      last = save.catch(() => {});
      return save;
    },
  };
}

async function replace(
  file: string,
  key: string,
  next: string,
  previous: string | undefined,
  tidy: boolean,
): Promise<void> {
  try {
    await withFileLock(`${file}.lock`, PATIENCE_MS, async ({ recovered, held }) => {
      const cursors = await read(file, key);
      const found = cursors.get(key);
      if (found !== previous) throw new CursorConflictError(key, previous, found);
      if (recovered || !tidy) await removeLeftovers(file);
      await write(file, cursors.set(key, next), held);
    });
  } catch (cause) {
    if (cause instanceof CursorConflictError || cause instanceof CursorStoreError) throw cause;
    throw cursorFileError(`saved to ${file}`, key, cause);
  }
}

/** The cursors in the file; none when there is no file. Anything else that is not right rejects. */
async function read(file: string, key: string): Promise<Map<string, string>> {
  let text: string;
  try {
    text = await readFile(file, { encoding: 'utf8', flag: AT_ONCE });
  } catch (cause) {
    if (isCode(cause, 'ENOENT') && (await exists(dirname(file)))) return new Map();
    throw cursorFileError(`read from ${file}`, key, cause);
  }
  const cursors = parse(text);
  if (cursors !== undefined) return cursors;
  const what = text === '' ? 'is empty' : 'is damaged';
  throw new CursorStoreError(`The cursor '${key}' could not be read: ${file} ${what}.`, key, {
    hint:
      'It was not written by this store, or not completely. Restore it, or, to start anew, find out where the reader stood and delete it; ' +
      'deleting it makes the feed start from where startFrom says.',
  });
}

function parse(text: string): Map<string, string> | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const entries = isObject(content) && content['version'] === 1 ? content['cursors'] : undefined;
  if (!isObject(entries)) return undefined;
  const cursors = new Map<string, string>();
  for (const [key, cursor] of Object.entries(entries)) {
    if (typeof cursor !== 'string' || cursor === '') return undefined;
    cursors.set(key, cursor);
  }
  return cursors;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function write(
  file: string,
  cursors: ReadonlyMap<string, string>,
  held: () => Promise<boolean>,
): Promise<void> {
  const folder = dirname(file);
  const temporary = join(folder, `.${basename(file)}.${crypto.randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      // Object.fromEntries makes own members of any name, `__proto__` too.
      await handle.writeFile(`${JSON.stringify({ version: 1, cursors: Object.fromEntries(cursors) })}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!(await held())) throw new Error('its lock was lost to another process');
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** What killed processes left of saves that they did not finish; nobody else saves now. */
async function removeLeftovers(file: string): Promise<void> {
  const [folder, base] = [dirname(file), basename(file)];
  for (const name of await readdir(folder)) {
    const temporary = name.startsWith(`.${base}.`) && name.endsWith('.tmp');
    if (temporary || name.startsWith(`${base}.lock.`)) await rm(join(folder, name), { force: true });
  }
}

async function exists(folder: string): Promise<boolean> {
  try {
    await access(folder);
    return true;
  } catch {
    return false;
  }
}

/** Makes the rename last. Windows cannot open folders, and renames there are kept in order by the file system. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
