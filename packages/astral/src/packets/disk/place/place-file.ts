import { link, open, rename, unlink } from 'node:fs/promises';
import { systemCode } from '../system-code.ts';

/** What to do about a file that is there already: fail, put the new one in its place, or give the new one a number. */
export type Overwrite = 'error' | 'replace' | 'rename';

/** A file under its final name, until it is certain that it stays. */
export interface Placed {
  readonly path: string;
  /** Puts back what was there before. */
  undo(): Promise<void>;
  /** Lets go of what was there before. */
  keep(): Promise<void>;
}

/** Gives a finished file its final name, unless there is something by that name. */
export async function placeNew(temporary: string, path: string): Promise<Placed> {
  try {
    // A second name is refused when there is one, in one step; a rename would not be.
    await link(temporary, path);
    await unlink(temporary);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') throw error;
    // No hard links here (FAT, some network drives): reserve the name, then take it.
    const reserved = await open(path, 'wx');
    await reserved.close();
    try {
      await rename(temporary, path);
    } catch (failed) {
      await unlink(path);
      throw failed;
    }
  }
  return { path, undo: () => unlink(path), keep: nothing };
}

/** Gives a finished file its final name; what is there is kept under `backup` until that is decided. */
export async function placeOver(
  temporary: string,
  path: string,
  there: 'file' | 'link' | undefined,
  backup: string,
): Promise<Placed> {
  if (there === undefined) {
    await rename(temporary, path);
    return { path, undo: () => unlink(path), keep: nothing };
  }
  const restore = (): Promise<void> => rename(backup, path);
  await setAside(path, backup, there === 'file');
  try {
    await rename(temporary, path);
  } catch (error) {
    await restore();
    throw error;
  }
  return { path, undo: restore, keep: () => unlink(backup) };
}

/** A second name leaves the first one in place, so that there is a file at every moment; where that is impossible, it is moved. */
async function setAside(path: string, backup: string, canLink: boolean): Promise<void> {
  if (canLink) {
    try {
      await link(path, backup);
      return;
    } catch {
      // No hard links here.
    }
  }
  await rename(path, backup);
}

async function nothing(): Promise<void> {}
