import { fetchTransport, undiciTransport } from '@partner-apis/core';
import type { Claim, RunOptions } from '../claim.ts';
import { everyOperation, type Subject } from '../vendors/every-operation.ts';
import { world, type World } from '../vendors/world.ts';
import { type Body, expected, type Outcome } from './expected.ts';
import { type FaultCase, faultCases } from './fault-cases.ts';
import { bodiesOf, type Round, play } from './round.ts';
import { type Cell, table } from './table.ts';

const transports = { undici: undiciTransport, fetch: fetchTransport } as const;

/** How often each operation meets the fault: until the call gives up, or once. */
const TIMES = [Number.POSITIVE_INFINITY, 1] as const;

export const faultMatrix: Claim = {
  id: 'fault-matrix',
  holds:
    'Whatever breaks, each operation of each vendor ends as its `safety` says, and nothing that must not happen twice is done twice.',
  how:
    'Every operation that a client has a method for is called against the sandbox while its requests meet each kind of fault, for ever or once, over both transports, with two retries. ' +
    'Compared are the error, the attempts by the client’s count, the requests that the vendor saw, and how many of them it carried out. What is expected follows from the `safety` of the operation and the vendor’s rules, not from a run. ' +
    'A row of the table is all cells that end alike; “once” is the end where only the first request meets the fault. The connection test `ping` is left out: it is no single request, and never rejects.',
  short: true,
  async run(options) {
    const both = await Promise.all([over('undici', options), over('fetch', options)]);
    const cells = both.flat();
    return { rows: table(cells), missed: missedIn(cells) };
  },
};

/** The whole matrix over one transport, in a sandbox of its own. */
async function over(name: keyof typeof transports, options: RunOptions): Promise<Cell[]> {
  await using place = await world(`fault matrix, ${name}`);
  const cells: Cell[] = [];
  const subjects = everyOperation.filter(({ id }) => id !== 'ping');
  const bodies = await bodiesOf(place, subjects);
  for (const fault of faultCases) cells.push(...(await tried(place, bodies, { fault, name }, options)));
  return cells;
}

async function tried(
  place: World,
  bodies: ReadonlyMap<Subject, Body>,
  { fault, name }: { readonly fault: FaultCase; readonly name: keyof typeof transports },
  options: RunOptions,
): Promise<Cell[]> {
  const ends: Map<Subject, Outcome>[] = [];
  for (const times of TIMES) {
    const round: Round = { fault, times, transport: transports[name] };
    ends.push(await play(place, [...bodies.keys()], round));
  }
  options.progress(`${name}, ${fault.name}: ${bodies.size} operations`);
  return [...bodies].map(([subject, body]) => ({
    subject,
    fault,
    transport: name,
    got: ends.map((end) => end.get(subject)),
    want: TIMES.map((times) => expected(fault, subject, body, times)),
  }));
}

function missedIn(cells: readonly Cell[]): string[] {
  return cells.flatMap(({ subject, fault, transport, got, want }) => {
    const call = `${subject.vendor} ${subject.id} (${subject.safety}), ${fault.name}, ${transport}`;
    return got.flatMap((end, i) => [
      ...(JSON.stringify(end) === JSON.stringify(want[i])
        ? []
        : [
            `${call}, met ${i === 0 ? 'each time' : 'once'}: ${shown(end)} where ${shown(want[i])} was expected.`,
          ]),
      ...(subject.safety === 'unsafe' && (end?.done ?? 0) > 1
        ? [`${call}: the vendor carried it out ${end?.done} times.`]
        : []),
    ]);
  });
}

function shown(end: Outcome | undefined): string {
  if (end === undefined) return 'nothing';
  return `${end.outcome}, attempts ${end.attempts}, requests ${end.requests}, carried out ${end.done}`;
}
