import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CursorConflictError,
  type CursorStore,
  CursorStoreError,
  fileCursorStore,
  isCursorConflictError,
  isCursorStoreError,
  memoryCursorStore,
  testCursorStore,
} from '@partner-apis/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder: string;
let count = 0;
const freshPath = (): string => join(folder, `cursors-${(count += 1)}.json`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cursors-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The reason of a rejection; fails when there is none. */
async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'fulfilled') throw new Error('It resolved.');
  return outcome.reason;
}

test('the memory store keeps the contract', async () => {
  await expect(testCursorStore(memoryCursorStore)).resolves.toBeUndefined();
});

describe('the file store', () => {
  test('keeps the contract', async () => {
    await expect(testCursorStore(() => fileCursorStore(freshPath()))).resolves.toBeUndefined();
  });

  test('takes a URL, and another process sees what was saved', async () => {
    const path = freshPath();
    await fileCursorStore(pathToFileURL(path)).save('k', 'c1', undefined);
    expect(await fileCursorStore(path).load('k')).toBe('c1');
  });

  test('two stores on one file neither lose a key nor overwrite each other', async () => {
    const path = freshPath();
    const stores = [fileCursorStore(path), fileCursorStore(path), fileCursorStore(path)];
    await Promise.all(stores.map((store, index) => store.save(`k${index}`, 'c', undefined)));
    expect(await Promise.all(['k0', 'k1', 'k2'].map((key) => fileCursorStore(path).load(key)))).toEqual([
      'c',
      'c',
      'c',
    ]);
    const race = await Promise.allSettled(stores.map((store, index) => store.save('k0', `d${index}`, 'c')));
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('leaves nothing beside the file', async () => {
    const own = await mkdtemp(join(folder, 'alone-'));
    const store = fileCursorStore(join(own, 'cursors.json'));
    await store.save('k', 'c1', undefined);
    await reasonOf(store.save('k', 'c2', undefined));
    expect(await readdir(own)).toEqual(['cursors.json']);
  });

  test.each([
    ['an empty file', ''],
    ['half a file', '{"version":1,"cursors":{"k":"c'],
    ['something else', '[]'],
    ['an empty cursor', '{"version":1,"cursors":{"k":""}}'],
    ['a cursor that is no text', '{"version":1,"cursors":{"k":7}}'],
    ['a later version', '{"version":2,"cursors":{"k":"c1"}}'],
    ['zero bytes of a disk that filled up', '\0\0\0\0'],
  ])('%s is damage: neither "nothing there" nor overwritten', async (_, content) => {
    const path = freshPath();
    await writeFile(path, content);
    const store = fileCursorStore(path);
    const reason = await reasonOf(store.load('k'));
    expect(reason).toBeInstanceOf(CursorStoreError);
    expect(reason).toMatchObject({ code: 'CURSOR_STORE', key: 'k' });
    expect(isCursorStoreError(await reasonOf(store.save('k', 'c1', undefined)))).toBe(true);
    expect(await readFile(path, 'utf8')).toBe(content);
  });

  test('a folder in place of the file is a failure with its system code, and says what to do', async () => {
    const path = freshPath();
    await mkdir(path);
    const store = fileCursorStore(path);
    for (const reason of [
      await reasonOf(store.load('k')),
      await reasonOf(store.save('k', 'c1', undefined)),
    ]) {
      expect(reason).toBeInstanceOf(CursorStoreError);
      expect(reason).toMatchObject({ code: 'CURSOR_STORE', key: 'k', reason: 'EISDIR' });
      expect(reason).toMatchObject({ hint: 'That is a folder: give the path of a file inside it.' });
      expect(String(reason)).toContain(`from ${path}: the file system says EISDIR.`);
      expect(JSON.parse(JSON.stringify(reason))).toMatchObject({ reason: 'EISDIR' });
    }
  });

  test.each([
    ['no folder', 'ENOENT', join('missing', 'cursors.json'), 'folder does not exist'],
    ['a file where its folder should be', 'ENOTDIR', join('plain', 'cursors.json'), 'is a file'],
    ['a name that is too long', 'ENAMETOOLONG', 'x'.repeat(300), undefined],
  ])('%s is a failure, not "nothing there"', async (_, code, path, hint) => {
    await writeFile(join(folder, 'plain'), '');
    const store = fileCursorStore(join(folder, path));
    for (const reason of [
      await reasonOf(store.load('k')),
      await reasonOf(store.save('k', 'c1', undefined)),
    ]) {
      expect(reason).toBeInstanceOf(CursorStoreError);
      expect(reason).toMatchObject({ reason: code });
      expect(String(reason)).toContain(hint ?? `the file system says ${code}`);
    }
  });

  test('a file that was deleted while it was in use is a conflict with nothing, not with somebody', async () => {
    const path = freshPath();
    const store = fileCursorStore(path);
    await store.save('k', 'c1', undefined);
    await rm(path);
    const reason = await reasonOf(store.save('k', 'c2', 'c1'));
    expect(reason).toMatchObject({ code: 'CURSOR_CONFLICT', expected: 'c1', found: undefined });
    expect(String(reason)).toContain("'c1' should be kept there, and there is nothing");
    expect(String(reason)).not.toContain('nother reader');
  });

  test('a conflict says what was expected and what was there', async () => {
    const store = fileCursorStore(freshPath());
    await store.save('k', 'c1', undefined);
    const reason = await reasonOf(store.save('k', 'c2', 'c0'));
    expect(reason).toBeInstanceOf(CursorConflictError);
    expect(reason).toMatchObject({ code: 'CURSOR_CONFLICT', key: 'k', expected: 'c0', found: 'c1' });
  });
});

describe('testCursorStore finds', () => {
  const variant =
    (change: (store: CursorStore, kept: Map<string, string>) => Partial<CursorStore>) => (): CursorStore => {
      const kept = new Map<string, string>();
      const store: CursorStore = {
        load: async (key) => kept.get(key),
        async save(key, next, previous) {
          if (kept.get(key) !== previous) throw new CursorConflictError(key, previous, kept.get(key));
          kept.set(key, next);
        },
      };
      return { ...store, ...change(store, kept) };
    };

  test.each<[string, () => CursorStore, RegExp]>([
    [
      'a store that says null for "nothing"',
      // Boundary: what a store written in JavaScript does.
      variant((_, kept) => ({ load: async (key) => (kept.get(key) ?? null) as unknown as undefined })),
      /resolves to undefined when nothing is kept/,
    ],
    [
      'a store that keeps nothing',
      variant(() => ({ load: async () => undefined, save: async () => {} })),
      /gives back what save\(\) kept/,
    ],
    [
      'a store that overwrites whatever is there',
      variant((_, kept) => ({ save: async (key, next) => void kept.set(key, next) })),
      /changes nothing, when something else is kept/,
    ],
    [
      'a store that overwrites and complains afterwards',
      variant((_, kept) => ({
        async save(key, next, previous) {
          const found = kept.get(key);
          kept.set(key, next);
          if (found !== previous) throw new CursorConflictError(key, previous, found);
        },
      })),
      /changes nothing/,
    ],
    [
      'a store that looks first and writes later',
      variant((store, kept) => ({
        async save(key, next, previous) {
          const found = await store.load(key);
          if (found !== previous) throw new CursorConflictError(key, previous, found);
          kept.set(key, next);
        },
      })),
      /at the same time/,
    ],
    [
      'a store that rejects with an error of its own',
      variant((store) => ({
        save: (key, next, previous) =>
          store.save(key, next, previous).catch(() => Promise.reject(new Error('version mismatch'))),
      })),
      /Expected a CursorConflictError, got Error: version mismatch/,
    ],
    [
      'a store that lets keys run together',
      variant((store) => ({
        load: (key) => store.load(key.toLowerCase()),
        save: (key, next, previous) => store.save(key.toLowerCase(), next, previous),
      })),
      /keys do not touch each other|CursorConflictError|broke|breaks/,
    ],
    [
      'a store that trims what it is given',
      variant((store) => ({ save: (key, next, previous) => store.save(key, next.trim(), previous) })),
      /letter by letter/,
    ],
  ])('%s', async (_, factory, why) => {
    const reason = await reasonOf(testCursorStore(factory));
    expect(reason).toBeInstanceOf(Error);
    expect(String(reason)).toMatch(why);
  });

  test('nothing wrong with a good one, and is no conflict itself', async () => {
    await testCursorStore(variant(() => ({})));
    expect(isCursorConflictError(new Error('no'))).toBe(false);
  });
});
