import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileCursorStore, isCursorStoreError } from '@partner-apis/core';
import { expect, onTestFinished, test } from 'vitest';
import { LockTimeout, withFileLock } from '../../src/feed/stores/file-lock.ts';

async function freshLock(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lock-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'cursors.json.lock');
}

test('keeps others out, and is gone afterwards', async () => {
  const path = await freshLock();
  const inside: number[] = [];
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, (_, number) =>
      withFileLock(path, 5_000, async ({ held }) => {
        inside.push(number);
        most = Math.max(most, inside.length);
        expect(await held()).toBe(true);
        inside.pop();
      }),
    ),
  );
  expect(most).toBe(1);
  await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('says who has it when it does not come', async () => {
  const path = await freshLock();
  await withFileLock(path, 0, async () => {
    await expect(withFileLock(path, 5, async () => {})).rejects.toThrow(LockTimeout);
    await expect(withFileLock(path, 5, async () => {})).rejects.toThrow(String(process.pid));
  });
});

test('is let go when the action fails', async () => {
  const path = await freshLock();
  await expect(withFileLock(path, 0, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(withFileLock(path, 0, async () => 7)).resolves.toBe(7);
});

test('that was lost is known to be, and the one of the next holder stays', async () => {
  const path = await freshLock();
  await withFileLock(path, 0, async ({ held }) => {
    await writeFile(path, 'somebody else');
    expect(await held()).toBe(false);
  });
  expect(await readFile(path, 'utf8')).toBe('somebody else');
});

test('that was left behind is taken over by one of many', async () => {
  const path = await freshLock();
  const old = new Date(Date.now() - 60_000);
  for (let round = 0; round < 20; round += 1) {
    await writeFile(path, 'somebody who is gone');
    await utimes(path, old, old);
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 12 }, () =>
        withFileLock(path, 5_000, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await readFile(path);
          inside -= 1;
        }),
      ),
    );
    expect(most).toBe(1);
  }
});

test('of a process that is gone is taken over at once, not when it is old', async () => {
  const path = await freshLock();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(path, `${pid}@${hostname()} mark`);
  await expect(withFileLock(path, 2_000, async ({ recovered }) => recovered)).resolves.toBe(true);
});

test('in a folder that does not exist is an error', async () => {
  const path = join(await freshLock(), 'missing', 'lock');
  await expect(withFileLock(path, 0, async () => {})).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a save whose lock is taken away leaves the old cursor, and nothing beside it', async () => {
  const path = (await freshLock()).replace(/\.lock$/, '');
  const store = fileCursorStore(path);
  let kept: string | undefined;
  let rejected = 0;
  for (let round = 0; round < 300 && rejected < 3; round += 1) {
    const save = store.save('k', `c${round}`, kept);
    const thief = rm(`${path}.lock`, { force: true });
    const [outcome] = await Promise.allSettled([save, thief]);
    if (outcome.status === 'rejected') {
      expect(isCursorStoreError(outcome.reason)).toBe(true);
      rejected += 1;
    }
    const now = await fileCursorStore(path).load('k');
    expect([kept, `c${round}`]).toContain(now);
    kept = now;
  }
  expect(rejected).toBeGreaterThan(0);
});
