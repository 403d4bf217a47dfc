import type { Result } from './measure.ts';
import type { Scenario } from './scenario.ts';

export function table({ title, rounds, callsPerRound }: Scenario, results: readonly Result[]): string {
  const rows = [
    ['', 'CPU µs/call', 'wall µs/call', 'CPU ratio'],
    ...results.map(({ name, cpuMicros, wallMicros, ratio }) => [
      name,
      cpuMicros.toFixed(1),
      wallMicros.toFixed(1),
      ratio.toFixed(2),
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('   '),
  );
  const heading = `${title} · Node ${process.versions.node} · medians of ${rounds} interleaved rounds of ${callsPerRound} calls`;
  return [heading, '', ...lines, ''].join('\n');
}

/** One line that says by how much the limit was passed, if it was. */
export function exceeded({ limit }: Scenario, results: readonly Result[]): string | undefined {
  const [reference, ...others] = results;
  const held = others.find(({ name }) => name === limit.contestant);
  if (held !== undefined && held.ratio <= limit.ratio) return undefined;
  return `Too slow: ${limit.contestant} took ${held?.ratio.toFixed(2)} × the CPU time of ${reference?.name}, the limit is ${limit.ratio} ×.`;
}
