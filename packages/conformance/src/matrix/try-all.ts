import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from './cell.ts';
import type { Locations } from './managers.ts';
import { installationOf, makeProject } from './project.ts';
import { tryCell } from './try-cell.ts';

/** Installations at once: each keeps about one processor busy. */
const LANES = 2;

/** Tries cells, those of one installation one after another; says of each what was wrong, if anything. */
export async function tryAll(
  cells: readonly Cell[],
  { directory, locations }: { readonly directory: string; readonly locations: Locations },
  report: (cell: Cell, wrong: string | undefined, seconds: number) => void,
): Promise<void> {
  const installations = [...Map.groupBy(cells, installationOf).values()].entries();
  const lane = async (): Promise<void> => {
    for (const [index, sharing] of installations) await tryTogether(sharing, join(directory, `${index}`));
  };
  const tryTogether = async (sharing: readonly Cell[], project: string): Promise<void> => {
    let started = performance.now();
    const seconds = (): number => {
      const now = performance.now();
      const passed = Math.round((now - started) / 1000);
      started = now;
      return passed;
    };
    const [first] = sharing;
    const failed = first === undefined ? undefined : await installing(first, project);
    for (const cell of sharing) report(cell, failed ?? (await trying(cell, project)), seconds());
    rmSync(project, { recursive: true, force: true });
  };
  const installing = (cell: Cell, project: string): Promise<string | undefined> =>
    makeProject(cell, project, locations).then(() => undefined, messageOf);
  const trying = (cell: Cell, project: string): Promise<string | undefined> =>
    tryCell(cell, project).catch(messageOf);
  await Promise.all(Array.from({ length: LANES }, lane));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
