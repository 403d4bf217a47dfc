import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { interleave, type Rounds, timed } from './rounds.ts';
import type { Samples } from './work.ts';

/** Does its work once. One that runs other programs resolves to the processor time of those, in microseconds. */
export type Racer = (target: string) => Promise<unknown>;

/** Interleaved rounds of what may write files, each turn into a new folder in `where`. */
export async function raceIn(
  where: string,
  racers: Readonly<Record<string, Racer>>,
  rounds: Rounds,
): Promise<Samples> {
  const folder = await mkdtemp(join(where, 'partner-apis-bench-'));
  const target = join(folder, 'target');
  const turn = (racer: Racer) => async () => {
    await mkdir(target);
    // What the one before left for the disk must not be paid for by this one.
    await promisify(execFile)('sync');
    let others: unknown;
    const sample = await timed(1, async () => {
      others = await racer(target);
    })();
    await rm(target, { recursive: true });
    return typeof others === 'number' ? { ...sample, cpu: others } : sample;
  };
  try {
    return await interleave(
      Object.fromEntries(Object.entries(racers).map(([name, racer]) => [name, turn(racer)])),
      rounds,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
