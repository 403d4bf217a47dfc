import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Cell, Group, Text } from './cell.ts';
import type { Result, Results } from './results.ts';
import { type Language, words } from './words.ts';

/** docs/packages.md in a language: a table for each group, its recipes under it. */
export function page(
  groups: readonly Group[],
  results: (group: Group) => Results,
  language: Language,
): string {
  const { title, about } = words[language];
  const parts = groups.flatMap((group) => section(group, results(group), language));
  return `${[`# ${title}`, ...about, ...parts].join('\n\n')}\n`;
}

function section(group: Group, results: Results, language: Language): string[] {
  const { columns } = words[language];
  const rows = rowsOf(group.cells, results).map((row) => line(cellsOf(row, language)));
  const table = [line(columns), line(columns.map(() => '---')), ...rows].join('\n');
  return [
    `## ${inLanguage(group.title, language)}`,
    inLanguage(group.about, language),
    table,
    ...recipesOf(group, language),
  ];
}

interface Row {
  readonly cell: Cell;
  readonly result: Result | undefined;
  /** Every version of each package. */
  readonly versions: Map<string, string[]>;
}

/** Neighbours that differ in their versions only are one row. */
function rowsOf(cells: readonly Cell[], results: Results): Row[] {
  const rows: Row[] = [];
  for (const cell of cells) {
    const result = results.get(cell.id);
    const last = rows.at(-1);
    const same = last !== undefined && factsOf(last) === factsOf({ cell, result });
    const row = same ? last : { cell, result, versions: new Map<string, string[]>() };
    if (!same) rows.push(row);
    for (const [name, version] of Object.entries(cell.versions)) {
      const known = row.versions.get(name) ?? [];
      row.versions.set(name, [...new Set([...known, version.replace(/^npm:.*@/, '')])]);
    }
  }
  return rows;
}

function factsOf({ cell: { what, expected }, result }: Pick<Row, 'cell' | 'result'>): string {
  return JSON.stringify([what, expected, result?.outcome, result?.on]);
}

function cellsOf({ cell, result, versions }: Row, language: Language): string[] {
  const { outcomes, notTried } = words[language];
  const { note = '' } = cell.expected;
  return [
    inLanguage(cell.what, language),
    [...versions].map(([name, all]) => `\`${name}\` ${all.join(', ')}`).join('; '),
    result === undefined ? notTried : outcomes[result.outcome],
    result?.on ?? '',
    inLanguage(note, language),
  ];
}

/** The files that a group shows, each once, under the names of all rows that need it. */
function recipesOf({ cells }: Group, language: Language): string[] {
  const rowsOfFile = new Map<string, Set<string>>();
  for (const { what, project, show = [] } of cells)
    for (const file of show) {
      const path = `${project}/${file}`;
      rowsOfFile.set(path, (rowsOfFile.get(path) ?? new Set()).add(inLanguage(what, language)));
    }
  return Array.from(rowsOfFile, ([path, rows]) => recipe([...rows].join('; '), path));
}

function recipe(rows: string, path: string): string {
  const content = readFileSync(new URL(`../../matrix/projects/${path}`, import.meta.url), 'utf8');
  const fence = extname(path).slice(1).replace(/^m/, '');
  const file = path.slice(path.indexOf('/') + 1);
  return `${rows}, \`${file}\`:\n\n\`\`\`${fence}\n${content.trimEnd()}\n\`\`\``;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function inLanguage(text: Text, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}
