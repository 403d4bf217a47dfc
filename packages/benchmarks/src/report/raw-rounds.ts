import { METRICS } from '../harness/metrics.ts';
import type { Result } from '../harness/scenario.ts';
import type { Work } from '../harness/work.ts';
import { metricsOf } from './table.ts';

/** Every round of a scenario, folded. Times in microseconds, memory in bytes, as they are kept. */
export function roundsOf({ scenario, works }: Result): string {
  const lines = works.flatMap(linesOf);
  return `<details>\n<summary>${scenario}</summary>\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n\n</details>`;
}

function linesOf({ title, samples }: Work): string[] {
  const names = Object.keys(samples);
  const width = Math.max(...names.map((name) => name.length));
  const rows = metricsOf(samples).flatMap((metric) =>
    names.flatMap((name) => {
      const values = (samples[name] ?? []).flatMap((sample) => sample[metric] ?? []);
      const numbers = values.map((value) => (Math.abs(value) < 100 ? value.toFixed(2) : value.toFixed(0)));
      return values.length === 0
        ? []
        : [`  ${name.padEnd(width)}  ${METRICS[metric].title}: ${numbers.join(' ')}`];
    }),
  );
  return [title, ...rows];
}
