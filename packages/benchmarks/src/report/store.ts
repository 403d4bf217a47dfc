import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Result } from '../harness/scenario.ts';
import { pageOf } from './page.ts';
import { plotOf } from './plot.ts';

/** The page, and beside it a folder with the results and the plots. */
export interface Place {
  /** The folder of the page, `docs`. */
  readonly docs: string;
  /** Names of all scenarios, in the order of the page. */
  readonly order: readonly string[];
}

/** Keeps the result of a scenario, in the place of an older one. */
export function keep({ docs }: Place, result: Result): void {
  const folder = join(docs, 'benchmarks/results');
  mkdirSync(folder, { recursive: true });
  const rounded = JSON.stringify(result, (_, value: unknown) =>
    typeof value === 'number' ? significant(value) : value,
  );
  writeFileSync(join(folder, `${result.scenario}.json`), `${rounded}\n`);
}

/** Every result that is kept, in the order of the page. */
function kept({ docs, order }: Place): Result[] {
  const folder = join(docs, 'benchmarks/results');
  const files = globSync('*.json', { cwd: folder });
  return (
    order
      .filter((name) => files.includes(`${name}.json`))
      // Boundary: written by `keep`.
      .map((name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Result)
  );
}

/** Writes the page and its plots anew, from everything that is kept. */
export function publish(place: Place): void {
  const results = kept(place);
  const folder = join(place.docs, 'benchmarks');
  mkdirSync(folder, { recursive: true });
  const plots = new Map<string, string>();
  for (const work of results.flatMap(({ works }) => works)) {
    const plot = plotOf(work);
    if (plot !== undefined) plots.set(`${work.id}.svg`, plot);
  }
  for (const file of globSync('*.svg', { cwd: folder }))
    if (!plots.has(basename(file))) rmSync(join(folder, file));
  for (const [file, plot] of plots) writeFileSync(join(folder, file), plot);
  writeFileSync(join(place.docs, 'benchmarks.md'), pageOf(results));
}

/** Five digits are more than any measurement here has. */
function significant(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(5));
}
