import { join } from 'node:path';
import { readArguments, usage, UsageError } from './arguments.ts';
import { buildWhatIsStale, root } from './harness/build.ts';
import { judge } from './harness/judge.ts';
import { busyShare, thisMachine } from './harness/machine.ts';
import { runScenario } from './harness/processes.ts';
import type { Work } from './harness/work.ts';
import { keep, publish } from './report/store.ts';
import { goalsTable } from './report/table.ts';
import { scenarios } from './scenarios.ts';

const known = Object.keys(scenarios);
const place = { docs: join(root, 'docs'), order: known };

process.exitCode = await main(process.argv.slice(2));

/** The exit code: 0, 1 where something failed, or with `--check` a goal was missed, 2 for a call that cannot be meant. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const asked = readArguments(args, known);
    if (!asked.help) return await bench(asked);
    console.log(usage(known));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
}

async function bench({ names, short, check }: ReturnType<typeof readArguments>): Promise<number> {
  await buildWhatIsStale();
  const works: Work[] = [];
  const failures: string[] = [];
  for (const name of names) {
    try {
      works.push(...(await one(name, short)));
    } catch (error) {
      failures.push(
        `${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  if (!short) publish(place);
  console.log(goalsTable(works, short));
  const missed = works.flatMap((work) => judge(work, short)).filter(({ met }) => !met);
  for (const { work, against, measured, wanted } of missed) {
    const rival = against === undefined ? '' : ` against ${against}`;
    console.error(`Missed: ${work.title}${rival}: ${measured}, wanted ${wanted}.`);
  }
  for (const failure of failures) console.error(failure);
  return failures.length > 0 || (check && missed.length > 0) ? 1 : 0;
}

/** Measures a scenario, and in the full form keeps what came out. */
async function one(name: string, short: boolean): Promise<readonly Work[]> {
  const before = short ? 0 : await busyShare();
  const start = performance.now();
  const works = await runScenario(name, short ? 'short' : 'full');
  const seconds = (performance.now() - start) / 1_000;
  console.error(`${name}: ${seconds.toFixed(0)} s`);
  if (short) return works;
  const busy = Math.max(before, await busyShare());
  const measuredAt = new Date().toISOString();
  keep(place, { scenario: name, measuredAt, seconds, machine: thisMachine(), busy, works });
  return works;
}
