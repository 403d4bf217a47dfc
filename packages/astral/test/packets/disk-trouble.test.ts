import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { type FileSystemError, isFileSystemError, type Overwrite } from '@partner-apis/astral';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { rejection } from '@partner-apis/test-kit';
import { folder, listing } from './support/folder.ts';
import { bytes, peer } from './support/http-server.ts';
import { archive, file, id } from './support/raw-tar.ts';

const REF = { packetId: id(1), fileId: id(2) };
const PACKET = id(1);
const one = archive(file(1, 'a.txt', 'new'));

async function saveError(path: string, overwrite?: Overwrite): Promise<FileSystemError> {
  const { astral } = await peer(bytes(Buffer.from('new')));
  return diskErrorOf(astral.files.save(REF, path, overwrite === undefined ? {} : { overwrite }));
}

async function extractError(path: string, overwrite?: Overwrite): Promise<FileSystemError> {
  const { astral } = await peer(bytes(one));
  return diskErrorOf(astral.packets.extract(PACKET, path, overwrite === undefined ? {} : { overwrite }));
}

async function diskErrorOf(call: PromiseLike<unknown>): Promise<FileSystemError> {
  const error = await rejection(call);
  if (!isFileSystemError(error)) throw error;
  return error;
}

describe('a path through a file', () => {
  /** A folder with a file in it, and a path on the far side of that file. */
  function beyond(...names: string[]): { target: string; obstacle: string; path: string } {
    const target = folder();
    const obstacle = join(target, 'a.txt');
    writeFileSync(obstacle, 'mine');
    return { target, obstacle, path: join(obstacle, ...names) };
  }

  const calls: [string, (path: string) => Promise<FileSystemError>, string[], string][] = [
    ['extract into it', extractError, [], 'EEXIST'],
    ['extract below it', extractError, ['sub'], 'ENOTDIR'],
    ['extract far below it', extractError, ['sub', 'deep'], 'ENOTDIR'],
    ['save into it', saveError, ['b.txt'], 'EEXIST'],
    ['save below it', saveError, ['sub', 'b.txt'], 'ENOTDIR'],
  ];

  it.each(calls)('%s: the error names the file that is in the way', async (_, call, names, reason) => {
    const { target, obstacle, path } = beyond(...names);

    const error = await call(path);

    expect(error).toMatchObject({ code: 'FILE_SYSTEM', reason, path: obstacle });
    expect(error.message).toContain(`the file ${obstacle} is in the way`);
    expect(error.hint).toContain('another folder');
    expect(error.hint).not.toContain('overwrite');
    expect(listing(target)).toEqual({ 'a.txt': 'mine' });
  });

  it('finds it behind a link', async () => {
    const { obstacle } = beyond();
    const link = join(folder(), 'link');
    symlinkSync(obstacle, link);

    expect((await extractError(join(link, 'sub'))).message).toContain(`the file ${link} is in the way`);
  });
});

describe('a path that is a folder', () => {
  it.each([undefined, 'error', 'replace'] as const)('save, overwrite: %s', async (overwrite) => {
    const target = folder();
    mkdirSync(join(target, 'inbox'));

    const error = await saveError(join(target, 'inbox'), overwrite);

    expect(error).toMatchObject({ reason: 'EISDIR', path: join(target, 'inbox') });
    expect(error.message).toContain('it is a folder');
    expect(error.hint).toMatch(/name a file in it/i);
    expect(error.hint).not.toContain('overwrite');
    expect(listing(target)).toEqual({ inbox: 'no file' });
  });

  it('save, to a link that leads to a folder', async () => {
    const link = join(folder(), 'link');
    symlinkSync(folder(), link);

    expect(await saveError(link)).toMatchObject({ reason: 'EISDIR', path: link });
  });

  it('save, when it appears while the download runs', async () => {
    const { astral } = await peer(bytes(Buffer.from('new')));
    const path = join(folder(), 'inbox');

    const error = await diskErrorOf(
      astral.files.save(REF, path, { onProgress: () => mkdirSync(path, { recursive: true }) }),
    );

    expect(error).toMatchObject({ reason: 'EISDIR', path });
    expect(readdirSync(path)).toEqual([]);
  });

  it.each(['error', 'replace'] as const)('extract, overwrite: %s: a file has its name', async (overwrite) => {
    const target = folder();
    mkdirSync(join(target, 'a.txt'));

    const error = await extractError(target, overwrite);

    expect(error).toMatchObject({ reason: 'EISDIR', path: join(target, 'a.txt') });
    // The name comes from the packet: a number after it is what helps, a replacement does not.
    expect(error.hint).toContain("overwrite: 'rename'");
    expect(error.hint).not.toContain("'replace'");
  });
});

describe('what the disk refuses', () => {
  it('a folder that goes away while the download runs', async () => {
    const { astral } = await peer(bytes(one));
    const target = join(folder(), 'gone');

    const error = await diskErrorOf(
      astral.packets.extract(PACKET, target, {
        onProgress: () => rmSync(target, { recursive: true, force: true }),
      }),
    );

    expect(error.reason).toBe('ENOENT');
    expect(error.hint).toMatch(/folder/);
  });

  it('a link that leads nowhere', async () => {
    const target = folder();
    symlinkSync(join(target, 'nowhere'), join(target, 'link'));

    const error = await extractError(join(target, 'link', 'sub'));

    expect(error.path).toBe(join(target, 'link'));
    expect(error.message).toContain(`the link ${error.path}, which leads nowhere, is in the way`);
  });

  it('a name that is too long', async () => {
    const error = await saveError(join(folder(), 'n'.repeat(300)));

    expect(error.reason).toBe('ENAMETOOLONG');
    expect(error.hint).toMatch(/shorter/);
  });

  it('a folder that is too long a name takes the folders above it along', async () => {
    const parent = folder();

    const error = await extractError(join(parent, 'new', 'deep', 'n'.repeat(300)));

    expect(error.reason).toBe('ENAMETOOLONG');
    expect(listing(parent)).toEqual({});
  });

  /** Lets a step on the disk fail as the system would. */
  function failing(step: 'mkdir' | 'open' | 'rename', code: string): void {
    const failure = Object.assign(new Error(`${code}: stubbed, ${step}`), { code, syscall: step, errno: -1 });
    const stub = vi.spyOn(fs, step).mockRejectedValue(failure);
    syncBuiltinESMExports();
    onTestFinished(() => {
      stub.mockRestore();
      syncBuiltinESMExports();
    });
  }

  const refusals = [
    ['EACCES', 'mkdir', /may not write/, /right to write/],
    ['EPERM', 'mkdir', /does not permit/, /protected/],
    ['EROFS', 'mkdir', /read-only/, /another/],
    ['ELOOP', 'mkdir', /links/, /links/],
    ['ENOSPC', 'open', /disk is full/, /room/],
    ['EDQUOT', 'open', /quota/, /room/],
    ['EMFILE', 'open', /too many files/, /ulimit -n/],
    ['ENFILE', 'open', /too many files/, /fewer/],
    ['EFBIG', 'open', /too large/, /another/],
    ['EIO', 'open', /could not be read or written/, /check/i],
    ['EXDEV', 'rename', /another file system/, /another folder/],
    ['EBUSY', 'rename', /in use/, /close/i],
  ] as const;

  it.each(refusals)('%s at %s: what happened, and what to do', async (code, step, what, toDo) => {
    const target = folder();
    failing(step, code);

    const error = await saveError(join(target, 'a.txt'), 'replace');

    expect(error.reason).toBe(code);
    expect(error.message).toMatch(what);
    expect(error.message).toContain(code);
    expect(error.hint).toMatch(toDo);
    expect(error.hint).not.toContain('overwrite');
    expect(listing(target)).toEqual({});
  });

  it('a code that nobody foresaw is told as it is', async () => {
    failing('mkdir', 'EODD');

    const error = await saveError(join(folder(), 'a.txt'));

    expect(error.message).toContain('the file system says EODD');
    expect(error.hint).toBeUndefined();
  });
});
