import { markdownTable } from 'markdown-table';
import { judge } from '../harness/judge.ts';
import type { Machine, Result } from '../harness/scenario.ts';
import { scenarios } from '../scenarios.ts';
import { roundsOf } from './raw-rounds.ts';
import { contestantsTable, goalsTable } from './table.ts';

/** From here on others weigh on what is measured. */
const QUIET = 0.1;

const INTRODUCTION = `# Benchmarks

What it costs to use these packages instead of writing the same by hand, and instead of other libraries. \`pnpm bench\` measures everything and
writes this page; \`pnpm bench NAME\` measures one part and changes its rows only. Do not edit it.`;

const METHOD = `## How it is measured

* **What users get.** \`dist\` of each package is built before, and measuring processes resolve packages without the export condition that the
  workspace has for its sources. They refuse to run on anything else.
* **Interleaved.** In each round every contestant has a turn, A B C, B C A, C A B, each after a collection of young garbage. The first rounds are not counted. A ratio is the
  median of the ratios of all rounds, at least nine where times are compared: what else the machine does falls on both sides.
* **One side at a time.** Each scenario has a process of its own, and what it talks to (a vendor, a sender of webhooks) is another process, over
  loopback, which answers with bodies that were made before. CPU is the user and system time of the measuring process only.
* **The same work.** The hand-written side is what a careful program would do with undici: connections are kept, the status is looked at, answers are checked with
  zod as ours are, as many requests are sent. Its code is in \`packages/benchmarks/src/by-hand\`. What it leaves out is said with each
  scenario.
* **Goals** are what we hold ourselves to; \`pnpm bench --check\` fails where one is missed. \`pnpm bench --short\` is what CI runs: little work, in less than 90
  seconds, and margins so wide that a busy machine stays within them.`;

/** The page with all results. */
export function pageOf(results: readonly Result[]): string {
  const works = results.flatMap((result) => result.works);
  const verdicts = works.flatMap((work) => judge(work));
  const missed = verdicts.filter(({ met }) => !met).length;
  const outcome =
    missed === 0
      ? `All ${verdicts.length} goals are met.`
      : `${verdicts.length - missed} of ${verdicts.length} goals are met, ${missed} missed.`;
  const parts = [
    INTRODUCTION,
    `## Results\n\n${outcome} “Theirs” is the column “against”; of several it is the best.`,
    ...noise(results),
    goalsTable(works),
    METHOD,
    `## Where it was measured\n\n${machines(results)}`,
    '## One by one',
    ...results.map(section),
    '## Raw rounds',
    ...results.map(roundsOf),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Says so at the top when others used the machine. */
function noise(results: readonly Result[]): string[] {
  const noisy = results.filter(({ busy }) => busy > QUIET).length;
  if (noisy === 0) return [];
  return [
    `**The machine was not quiet**: others used it while ${noisy} of ${results.length} scenarios were measured, see [below](#where-it-was-measured). Times by the clock, p99 and memory suffer most from that.`,
  ];
}

function section({ scenario, works }: Result): string {
  const { title = scenario, method = '', leavesOut, floor } = scenarios[scenario] ?? {};
  return [
    `### ${title}`,
    `\`pnpm bench ${scenario}\`. ${method}`,
    ...(leavesOut === undefined ? [] : [`**The hand-written side leaves out** ${leavesOut}`]),
    ...(floor === undefined ? [] : [`**The floor.** ${floor}`]),
    ...works.flatMap((work) => [
      `**${work.title}**`,
      contestantsTable(work),
      ...(work.plot === undefined ? [] : [`![${work.title}](benchmarks/${work.id}.svg)`]),
    ]),
  ].join('\n\n');
}

/** Usually one machine; where scenarios were run on several, or with other versions, each is named. */
function machines(results: readonly Result[]): string {
  const places = new Map<string, string[]>();
  for (const { machine, scenario } of results) {
    const place = describe(machine);
    places.set(place, [...(places.get(place) ?? []), scenario]);
  }
  const names = (scenariosThere: readonly string[]): string =>
    places.size === 1 ? '' : ` (${scenariosThere.join(', ')})`;
  const lines = Array.from(places, ([place, there]) => `* ${place}${names(there)}`);
  const rows = results.map(({ scenario, measuredAt, seconds, busy }) => [
    scenario,
    `${measuredAt.slice(0, 16).replace('T', ' ')} UTC`,
    `${Math.round(seconds)} s`,
    `${Math.round(busy * 100)} %${busy > QUIET ? ', **not quiet**' : ''}`,
  ]);
  const head = ['scenario', 'measured', 'took', 'CPU in use by others, just before or after'];
  return `${lines.join('\n')}\n\n${markdownTable([head, ...rows], { align: ['l', 'l', 'r', 'l'] })}`;
}

function describe({ processor, cores, memoryGib, system, versions }: Machine): string {
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${processor}, ${cores} cores, ${memoryGib} GiB, ${system}. ${list.join(', ')}`;
}
