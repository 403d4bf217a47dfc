import { markdownTable } from 'markdown-table';
import { judge, medianOf, type Verdict } from '../harness/judge.ts';
import { METRICS, type Metric, show } from '../harness/metrics.ts';
import type { Work } from '../harness/work.ts';

const HEAD = ['work', 'against', 'CPU, theirs', 'ours', 'wall, theirs', 'ours', 'measured', 'goal', ''];

/** The one table: a row for each goal. */
export function goalsTable(works: readonly Work[], short = false): string {
  const verdicts = works.flatMap((work) => judge(work, short));
  return markdownTable([HEAD, ...verdicts.map(row)].map(escaped), {
    align: ['l', 'l', 'r', 'r', 'r', 'r', 'r', 'r', 'l'],
  });
}

function row({ work, goal, against, measured, wanted, met }: Verdict): string[] {
  const of = (name: string | undefined, metric: Metric): string =>
    name === undefined ? '' : show(metric, medianOf(work.samples, name, metric));
  return [
    work.title,
    against ?? '',
    of(against, 'cpu'),
    of(goal.of, 'cpu'),
    of(against, 'wall'),
    of(goal.of, 'wall'),
    measured,
    wanted,
    met ? 'met' : '**missed**',
  ];
}

/** Every contestant of one work: the medians of all that was measured, and each by that of the first. */
export function contestantsTable({ samples, unit }: Work): string {
  const metrics = metricsOf(samples);
  const [first = '', ...others] = Object.keys(samples);
  const head = metrics.flatMap((metric) => {
    const title = `${METRICS[metric].title}${metric === 'cpu' || metric === 'wall' ? ` per ${unit}` : ''}`;
    return others.length === 0 ? [title] : [title, '×'];
  });
  const rows = [first, ...others].map((name) => [
    name,
    ...metrics.flatMap((metric) => {
      const value = medianOf(samples, name, metric);
      const times = value / medianOf(samples, first, metric);
      const cells = [show(metric, value), Number.isNaN(times) ? '' : times.toFixed(2)];
      return others.length === 0 ? cells.slice(0, 1) : cells;
    }),
  ]);
  return markdownTable([['', ...head], ...rows].map(escaped), { align: ['l', ...head.map(() => 'r')] });
}

/** Every metric that one of the contestants has, in the order of {@link METRICS}. */
export function metricsOf(samples: Work['samples']): Metric[] {
  const measured = new Set(
    Object.values(samples).flatMap((rounds) => rounds.flatMap((sample) => Object.keys(sample))),
  );
  // Boundary: the keys of an object of ours.
  return (Object.keys(METRICS) as Metric[]).filter((metric) => measured.has(metric));
}

/** A pipe in a cell would end it. */
function escaped(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.replaceAll('|', '\\|'));
}
