import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from '../error-text.ts';

/** A lock held longer than this belongs to a process that is gone or hangs: a save takes milliseconds. */
const STALE_MS = 10_000;

/** A lock file without its holder's mark is that old only when the holder was killed between creating and writing it. */
const UNMARKED_MS = 200;

/** Why a lock could not be had. */
export class LockTimeout extends Error {}

/** A lock as whoever holds it sees it. */
export interface HeldLock {
  /** Whether somebody before was killed while holding it. */
  readonly recovered: boolean;
  /** Whether it is still held: a process that was stopped for long may have lost it. */
  readonly held: () => Promise<boolean>;
}

/**
 * Runs `action` while no other process does so with the same lock file. A lock that a killed process left behind is removed: at once when
 * its process is known to be gone, else when it is older than 10 s.
 *
 * @param patienceMs - How long to wait for the lock before giving up with {@link LockTimeout}.
 */
export async function withFileLock<T>(
  path: string,
  patienceMs: number,
  action: (lock: HeldLock) => Promise<T>,
): Promise<T> {
  const mark = newMark();
  const giveUpAt = performance.now() + patienceMs;
  let recovered = false;
  while (!(await create(path, mark))) {
    const holder = await holderOf(path);
    if (holder === undefined) continue;
    if (isStale(holder) && (await remove(path, holder.mark))) {
      recovered = true;
      continue;
    }
    if (performance.now() > giveUpAt)
      throw new LockTimeout(`${path} is held by process ${holder.mark.split(' ')[0] ?? '?'}`);
    await wait(2 + Math.random() * 10);
  }
  const held = async (): Promise<boolean> => (await holderOf(path))?.mark === mark;
  try {
    return await action({ recovered, held });
  } finally {
    if (await held()) await rm(path, { force: true });
  }
}

/** Creates the lock file; false when there is one. */
async function create(path: string, mark: string): Promise<boolean> {
  let file;
  try {
    file = await open(path, 'wx');
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
  try {
    await file.writeFile(mark);
  } finally {
    await file.close();
  }
  return true;
}

interface Holder {
  readonly mark: string;
  readonly since: number;
}

async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    const [mark, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { mark, since: mtimeMs };
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isStale({ mark, since }: Holder): boolean {
  if (Date.now() - since > (mark === '' ? UNMARKED_MS : STALE_MS)) return true;
  const [, pid, host] = /^(\d+)@(\S+) /.exec(mark) ?? [];
  if (pid === undefined || host !== hostname()) return false;
  // The pid of a container's first process is the same after each restart.
  if (Number(pid) === process.pid) return since < Date.now() - process.uptime() * 1000;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return isCode(error, 'ESRCH');
  }
}

/**
 * Takes a stale lock away, one process at a time: with a second lock file, it is looked at once more and nobody can have renewed it
 * meanwhile. False when it was not stale any more, or somebody else is at it.
 */
async function remove(path: string, mark: string): Promise<boolean> {
  const breaker = `${path}.breaker`;
  if (!(await create(breaker, newMark()))) {
    const other = await holderOf(breaker);
    if (other !== undefined && isStale(other)) await rm(breaker, { force: true });
    return false;
  }
  try {
    if ((await holderOf(path))?.mark !== mark) return false;
    await rm(path, { force: true });
    return true;
  } finally {
    await rm(breaker, { force: true });
  }
}

function newMark(): string {
  return `${process.pid}@${hostname()} ${crypto.randomUUID()}`;
}

/** Whether a file system call failed with this code. */
export function isCode(error: unknown, code: string): boolean {
  return codeOf(error) === code;
}
