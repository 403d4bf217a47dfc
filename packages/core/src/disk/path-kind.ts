import { lstat, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './system-code.ts';

/** What a name can stand for; pipes and sockets are devices here. */
export type Kind = 'folder' | 'file' | 'link' | 'device';

/** What is at a path, itself and not where it leads; undefined for nothing. */
export async function kindAt(path: string): Promise<Kind | undefined> {
  try {
    const found = await lstat(path);
    if (found.isDirectory()) return 'folder';
    if (found.isFile()) return 'file';
    return found.isSymbolicLink() ? 'link' : 'device';
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether anything is at a path, as far as that can be seen. */
export async function isThere(path: string): Promise<boolean> {
  return (await kindAt(path).catch(() => undefined)) !== undefined;
}

/** Whether a path is a folder, or a link that leads to one. */
export async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

/** Something that stands where a folder has to be. */
export interface Obstacle {
  readonly path: string;
  /** What it is, with its path. */
  readonly name: string;
}

/** What keeps a path from being a folder: the path itself, or the nearest above it that is there. Undefined where nothing does. */
export async function obstacleAt(path: string): Promise<Obstacle | undefined> {
  if (await isThere(path)) return obstacleOf(path);
  const above = dirname(path);
  return above === path ? undefined : obstacleAt(above);
}

async function obstacleOf(path: string): Promise<Obstacle | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return { path, name: `the link ${path}, which leads nowhere,` };
  return found.isDirectory() ? undefined : { path, name: `the file ${path}` };
}
