import type { Sample, Samples } from './work.ts';

/** One contestant's part of a round. */
export type Turn = () => Promise<Sample>;

/** How often. The first rounds are not counted. */
export interface Rounds {
  readonly rounds: number;
  readonly warmUps: number;
}

/**
 * Interleaved rounds: every contestant has its turn in each, and the order moves on by one from round to round, so that what comes and goes on
 * the machine falls on all. Young garbage is collected before a turn, where the process allows that: nobody pays for what another left. (A
 * full collection would also throw away the compiled code of those whose turn was longest ago.)
 */
export async function interleave(
  turns: Readonly<Record<string, Turn>>,
  { rounds, warmUps }: Rounds,
): Promise<Samples> {
  const names = Object.keys(turns);
  const samples: Record<string, Sample[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    const first = (round + warmUps) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      globalThis.gc?.({ type: 'minor' });
      const sample = await turns[name]?.();
      if (round >= 0 && sample !== undefined) samples[name]?.push(sample);
    }
  }
  return samples;
}

/** A turn that does so many units of work: its CPU and wall time for each. */
export function timed(units: number, run: (units: number) => Promise<unknown>): Turn {
  return async () => {
    const cpuBefore = process.cpuUsage();
    const wallBefore = performance.now();
    await run(units);
    const wall = (performance.now() - wallBefore) * 1_000;
    const { user, system } = process.cpuUsage(cpuBefore);
    return { cpu: (user + system) / units, wall: wall / units };
  };
}

/** So many calls, never more than `width` at once. */
export async function inFlight(calls: number, width: number, call: () => Promise<unknown>): Promise<void> {
  let left = calls;
  const worker = async (): Promise<void> => {
    for (; left > 0;) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, calls) }, worker));
}
