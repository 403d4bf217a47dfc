// `pnpm api`: writes what users see of the built packages, the reports of packages/conformance/api and the hover texts beside them, and says what
// is wrong with it. With --check nothing is written, and what differs is an error.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStale } from '../pack.ts';
import { publicPackages, root } from '../workspace.ts';
import { apiReports } from './api-reports.ts';
import { methodProblems } from './client-methods.ts';
import { readDeclarations } from './declarations.ts';
import { entryPoints } from './entry-points.ts';
import { foreignTypes } from './foreign-types.ts';
import { hoverTexts } from './hovers.ts';
import { seamProblems } from './seams.ts';
import { undocumented } from './undocumented.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
await buildStale(publicPackages());

const entries = entryPoints();
const declarations = readDeclarations(entries);
const problems = [
  ...undocumented(declarations).map((name) => `${name} has no doc comment.`),
  ...methodProblems(declarations),
  ...seamProblems(foreignTypes(declarations)),
  ...keep(
    join(root, 'packages/conformance/api'),
    new Map([...apiReports(entries), ['hovers.md', hoverTexts()]]),
  ),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

/** Writes files, and removes those that nothing is written to any more; with --check, says which are not what they would be. */
function keep(folder: string, texts: ReadonlyMap<string, string>): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const kept = new Map(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  const changed = [...texts].filter(([file, text]) => kept.get(file) !== text);
  const gone = [...kept.keys()].filter((file) => !texts.has(file));
  if (values.check)
    return [...changed.map(([file]) => file), ...gone].map(
      (file) =>
        `packages/conformance/api/${file} is not what users see: run \`pnpm api\`, and look at what has changed.`,
    );
  for (const [file, text] of changed) writeFileSync(join(folder, file), text);
  for (const file of gone) rmSync(join(folder, file));
  for (const [file] of changed) console.log(`packages/conformance/api/${file}`);
  return [];
}
