import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Group } from './cell.ts';

const resultSchema = z.strictObject({
  /** What the cell expected, or that something else came out. */
  outcome: z.enum(['works', 'recipe', 'fails', 'differs']),
  /** ISO date. */
  on: z.string(),
  versions: z.record(z.string(), z.string()),
});

/** What came of the last time that a cell was tried. */
export type Result = z.output<typeof resultSchema>;
export type Results = ReadonlyMap<string, Result>;

const fileSchema = z.record(z.string(), resultSchema);

/** A group's results by the id of the cell. */
export function readResults({ id }: Group): Results {
  const file = fileOf(id);
  if (!existsSync(file)) return new Map();
  return new Map(Object.entries(fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))));
}

/** Keeps results in the order of the cells; those of cells that are no more go. */
export function saveResults({ id, cells }: Group, results: Results): void {
  const kept = cells.flatMap((cell) => {
    const result = results.get(cell.id);
    return result === undefined ? [] : [[cell.id, result] as const];
  });
  writeFileSync(fileOf(id), `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);
}

function fileOf(group: string): string {
  return fileURLToPath(new URL(`../../matrix/results/${group}.json`, import.meta.url));
}
