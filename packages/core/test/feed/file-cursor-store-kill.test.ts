import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileCursorStore } from '@partner-apis/core';
import { expect, test } from 'vitest';

const CYCLES = 200;
const LANES = 2;
/** A kill is no power cut: in memory, flushing costs nothing and proves as much. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
/** About as many steps in the file system as two saves take. */
const STEPS = 45;

interface Killed {
  readonly saved: readonly string[];
  readonly signal: string | null;
  readonly stderr: string;
}

/** Runs a process that saves until it is killed: at a step of its own choice, or by us after so many saves. */
function saveUntilKilled(path: string, from: string, killAt: number, saves: number): Promise<Killed> {
  const script = new URL('support/saver.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, path, from, String(killAt)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    // The next save is under way by now.
    if (killAt === 0 && out.split('\n').length > saves) child.kill('SIGKILL');
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (_, signal) => resolve({ saved: out.split('\n').slice(0, -1), signal, stderr }));
  });
}

test(`${CYCLES} processes killed at any point of a save: the file always holds a saved cursor or the next one`, async () => {
  const folder = await mkdtemp(join(PLACE, 'killed-'));
  try {
    const steps = new Set<number>();
    const lane = async (number: number): Promise<number> => {
      const path = join(folder, String(number), 'cursors.json');
      await mkdir(join(folder, String(number)));
      let kept = '0';
      let chosen = 0;
      for (let cycle = 0; cycle < CYCLES / LANES; cycle += 1) {
        // Two of three at a chosen step, through all steps of two saves; one of three from outside, in the middle of whatever runs.
        const killAt = cycle % 3 === 0 ? 0 : 1 + ((chosen++ * LANES + number) % STEPS);
        if (killAt > 0) steps.add(killAt);
        const { saved, signal, stderr } = await saveUntilKilled(path, kept, killAt, 1 + (cycle % 5));
        expect({ signal, stderr }).toEqual({ signal: 'SIGKILL', stderr: '' });
        const now = (await fileCursorStore(path).load('k')) ?? '0';
        const last = saved.at(-1) ?? kept;
        // What was reported as saved is there; at most the one save that was under way is there beside it.
        expect([Number(last), Number(last) + 1]).toContain(Number(now));
        kept = now;
      }
      // Nothing is left of all the dead but what the next save removes.
      const store = fileCursorStore(path);
      await store.save('k', 'end', kept);
      expect((await readdir(join(folder, String(number)))).toSorted()).toEqual(['cursors.json', 'handles']);
      return Number(kept);
    };
    const reached = await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
    expect(steps.size).toBe(STEPS);
    expect(Math.min(...reached)).toBeGreaterThan(20);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
