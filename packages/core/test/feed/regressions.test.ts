import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync, spawnSync } from 'node:child_process';
import { fileCursorStore } from '@partner-apis/core';
import { rejection, settle } from '@partner-apis/test-kit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { reader } from './support/reader.ts';

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'regressions-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The pid of a process that has ended. */
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('a lock file that a killed process left', () => {
  const minute = 60;
  test.each<[string, string, number]>([
    ['between creating and writing it', '', 1],
    ['and whose process is gone', `${deadPid()}@${hostname()} mark`, 0],
    [
      'in a container that has the same pid after its restart',
      `${process.pid}@${hostname()} mark`,
      24 * 60 * minute,
    ],
    ['on another machine', `1@elsewhere mark`, minute],
    ['in a format of its own', 'locked', minute],
  ])('%s does not keep the next one from saving, and goes', async (_, mark, ageSeconds) => {
    const folder = await freshFolder();
    const path = join(folder, 'cursors.json');
    await writeFile(`${path}.lock`, mark);
    const then = new Date(Date.now() - ageSeconds * 1000);
    await utimes(`${path}.lock`, then, then);
    await fileCursorStore(path).save('k', 'c1', undefined);
    expect(await readdir(folder)).toEqual(['cursors.json']);
  });

  test('of a process that runs is respected', async () => {
    const folder = await freshFolder();
    const path = join(folder, 'cursors.json');
    await writeFile(`${path}.lock`, `${process.ppid}@${hostname()} mark`);
    let saved = false;
    const save = fileCursorStore(path)
      .save('k', 'c1', undefined)
      .then(() => {
        saved = true;
      });
    // Other saves come and go meanwhile.
    for (let i = 0; i < 5; i += 1)
      await fileCursorStore(join(folder, `${i}.json`)).save('k', 'c1', undefined);
    expect(saved).toBe(false);
    await rm(`${path}.lock`);
    await save;
    expect(await fileCursorStore(path).load('k')).toBe('c1');
  });
});

test('what killed saves left beside the file goes with the next save', async () => {
  const folder = await freshFolder();
  for (const name of ['.cursors.json.1.tmp', 'cursors.json.lock.2', 'mine.tmp'])
    await writeFile(join(folder, name), '');
  await fileCursorStore(join(folder, 'cursors.json')).save('k', 'c1', undefined);
  expect((await readdir(folder)).toSorted()).toEqual(['cursors.json', 'mine.tmp']);
});

/** Opening a pipe that nobody writes to waited for ever, and kept the process from ending. */
test('a pipe in place of a cursor file is an error at once', async () => {
  const path = join(await freshFolder(), 'cursors.json');
  execFileSync('mkfifo', [path]);
  const opened = Promise.resolve(fileCursorStore(path).load('a'));
  expect(await rejection(opened)).toMatchObject({ code: 'CURSOR_STORE' });
});

/** The second stop() began before the first was noted down: the lock was released twice, which may be the lock of the next reader. */
test('a reader is stopped once, also where what hears of the stop stops it again', async () => {
  let released = 0;
  const { feed } = reader([], {
    lock: () => ({ release: () => void (released += 1) }),
    fetchPage: (_, { signal }) =>
      new Promise(() => signal.addEventListener('abort', () => void again.push(feed.stop()))),
  });
  const again: unknown[] = [];
  const run = feed.run();
  await settle();
  const stopped = feed.stop();
  await run;
  expect([released, again]).toEqual([1, [stopped]]);
  expect(again[0]).toBe(stopped);
});
