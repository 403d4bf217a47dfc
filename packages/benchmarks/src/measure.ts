import type { Running, Scenario } from './scenario.ts';

export interface Result {
  name: string;
  cpuMicros: number;
  wallMicros: number;
  /** CPU time by that of the reference in the same round: what else the machine does at that moment weighs on both. */
  ratio: number;
}

interface Sample {
  cpu: number;
  wall: number;
}

/** Interleaved rounds in one process, the order turned by one each round; medians over the rounds. */
export async function measure(
  { rounds, callsPerRound }: Scenario,
  { contestants }: Running,
): Promise<Result[]> {
  const names = Object.keys(contestants);
  const samples = new Map<string, Sample[]>(names.map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    const turn = Math.abs(round) % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const sample = await time(contestants[name] ?? nothing, callsPerRound);
      if (round >= 0) samples.get(name)?.push(sample);
    }
  }
  const reference = samples.get(names[0] ?? '') ?? [];
  return names.map((name) => summary(name, samples.get(name) ?? [], reference));
}

const WARM_UP_ROUNDS = 4;
const nothing = () => Promise.resolve();

async function time(call: () => Promise<unknown>, calls: number): Promise<Sample> {
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  for (let index = 0; index < calls; index++) await call();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpu: (user + system) / calls, wall: ((performance.now() - wallBefore) * 1000) / calls };
}

function summary(name: string, samples: readonly Sample[], reference: readonly Sample[]): Result {
  return {
    name,
    cpuMicros: median(samples.map(({ cpu }) => cpu)),
    wallMicros: median(samples.map(({ wall }) => wall)),
    ratio: median(samples.map(({ cpu }, round) => cpu / (reference[round]?.cpu ?? Number.NaN))),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
