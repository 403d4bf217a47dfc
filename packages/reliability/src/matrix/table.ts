import type { Evidence } from '../claim.ts';
import type { Subject } from '../vendors/every-operation.ts';
import type { Outcome } from './expected.ts';
import type { FaultCase } from './fault-cases.ts';

/** One operation, one fault, one transport: how it ended where each request met the fault, and where only the first did. */
export interface Cell {
  readonly subject: Subject;
  readonly fault: FaultCase;
  readonly transport: string;
  readonly got: readonly (Outcome | undefined)[];
  readonly want: readonly Outcome[];
}

/** Cells that ended alike as one row, in the order of the faults. */
export function table(cells: readonly Cell[]): Evidence['rows'] {
  const rows = Map.groupBy(cells, ({ subject, fault, got }) =>
    JSON.stringify([fault.name, subject.safety, got]),
  );
  const order = [...new Set(cells.map(({ fault }) => fault.name))];
  return [...rows.values()]
    .toSorted(([a], [b]) => order.indexOf(a?.fault.name ?? '') - order.indexOf(b?.fault.name ?? ''))
    .map((alike) => rowOf(alike));
}

function rowOf(alike: readonly Cell[]): Evidence['rows'][number] {
  const [first] = alike;
  if (first === undefined) throw new Error('A row has cells.');
  const [always, once] = first.got;
  return {
    fault: first.fault.name,
    safety: first.subject.safety,
    ends: always?.outcome ?? '',
    attempts: always?.attempts ?? 0,
    requests: always?.requests ?? 0,
    'carried out': always?.done ?? 0,
    'once: ends': once?.outcome ?? '',
    'once: attempts': once?.attempts ?? 0,
    'once: carried out': once?.done ?? 0,
    vendors: [...new Set(alike.map(({ subject }) => subject.vendor))].join(', '),
    cells: alike.length,
  };
}
