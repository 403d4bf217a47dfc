// `pnpm matrix`: tries where the packages run, and writes the page that says so.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { packAll } from '../pack.ts';
import { publicPackages, root } from '../workspace.ts';
import type { Cell, Group } from './cell.ts';
import { groups } from './groups.ts';
import { page } from './page.ts';
import { readResults, type Result, saveResults } from './results.ts';
import { tryAll } from './try-all.ts';

const USE = `pnpm matrix [--short] [ID…]

  ID        a cell, or a group with all of its cells; everything without one
  --short   the cells that CI tries; results and page stay as they are
  --list    the cells, a line each
  --page    writes the page from what is known, and tries nothing`;

const { values, positionals } = (() => {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({
      allowPositionals: true,
      options: { short: flag, list: flag, page: flag, help: flag },
    });
  } catch (error) {
    return wrongUse(error instanceof Error ? error.message : String(error));
  }
})();
const unknown = positionals.find(
  (id) => !groups.some((group) => group.id === id || group.cells.some((cell) => cell.id === id)),
);
if (unknown !== undefined) wrongUse(`No cell or group is named ${unknown}; --list has them all.`);

if (values.help) console.log(USE);
else if (values.list) list();
else if (values.page) writePages();
else await matrix();

async function matrix(): Promise<void> {
  const chosen = groups.flatMap((group) => group.cells.filter((cell) => isChosen(group, cell)));
  const directory = mkdtempSync(join(tmpdir(), 'partner-apis-matrix-'));
  const differing: string[] = [];
  try {
    const packages = publicPackages();
    const tarballs = await packAll(packages, directory);
    const locations = Object.fromEntries(
      packages.map(({ manifest }, index) => [manifest.name, `file:${tarballs[index] ?? ''}`]),
    );
    await tryAll(chosen, { directory, locations }, (cell, wrong, seconds) => {
      const outcome = wrong === undefined ? cell.expected.is : 'differs';
      const colour = wrong === undefined ? 'green' : 'red';
      console.log(`${styleText(colour, outcome.padEnd(8))} ${cell.id}, ${seconds} s`);
      if (wrong !== undefined) {
        differing.push(cell.id);
        console.log(wrong.replaceAll(/^/gm, '  '));
      }
      if (!values.short) keep(cell, outcome);
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  if (!values.short) writePages();
  if (differing.length === 0) return;
  console.error(`Not what was expected: ${differing.join(', ')}`);
  process.exitCode = 1;
}

function isChosen(group: Group, cell: Cell): boolean {
  const named = positionals.length === 0 || [group.id, cell.id].some((id) => positionals.includes(id));
  return named && (!values.short || cell.short === true);
}

function keep(cell: Cell, outcome: Result['outcome']): void {
  for (const group of groups.filter(({ cells }) => cells.includes(cell))) {
    const on = new Date().toISOString().slice(0, 10);
    saveResults(group, new Map(readResults(group)).set(cell.id, { outcome, on, versions: cell.versions }));
  }
}

function list(): void {
  for (const { id, cells } of groups) {
    console.log(styleText('bold', id));
    for (const cell of cells)
      console.log(`  ${cell.id.padEnd(40)} ${cell.expected.is}${cell.short === true ? ', short' : ''}`);
  }
}

function writePages(): void {
  writeFileSync(join(root, 'docs/packages.md'), page(groups, readResults, 'en'));
  writeFileSync(join(root, 'docs/ru/packages.md'), page(groups, readResults, 'ru'));
}

function wrongUse(sentence: string): never {
  console.error(`${sentence}\n\n${USE}`);
  process.exit(2);
}
