// Makes each mutant of the list in a copy of the sources and shows that a test fails. `pnpm mutants`,
// or with words to run those whose names have one of them.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Mutant, mutants } from './mutants.ts';

/** How long the tests of one mutant may take, in milliseconds. */
const LIMIT = 45_000;

/** The part of vitest's JSON report that is needed here. */
interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

const home = fileURLToPath(new URL('..', import.meta.url));
const root = join(home, '../..');
const words = process.argv.slice(2);
const chosen = mutants.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));

// Inside the package, so that its dependencies are found from there.
const copy = await mkdtemp(join(home, '.mutants-'));
const survivors: string[] = [];
try {
  await cp(join(home, 'src'), join(copy, 'src'), { recursive: true });
  const needed = [...new Set(chosen.flatMap(({ tests }) => tests))];
  const broken = await failed(needed);
  if (broken !== undefined) throw new Error(`The tests fail without any mutation${broken}.`);
  for (const [i, mutant] of chosen.entries()) {
    const killer = await killed(mutant);
    if (killer === undefined) survivors.push(mutant.name);
    const mark = killer === undefined ? 'SURVIVED' : 'killed  ';
    process.stdout.write(
      `${String(i + 1).padStart(2)}/${chosen.length} ${mark} ${mutant.name}${killer ?? ''}\n`,
    );
  }
} finally {
  await rm(copy, { recursive: true });
}
process.stdout.write(`${chosen.length - survivors.length} of ${chosen.length} mutants killed\n`);
if (survivors.length > 0) process.exitCode = 1;

/** The test that noticed, if one did. */
async function killed({ edits, tests }: Mutant): Promise<string | undefined> {
  const originals = new Map<string, string>();
  for (const [file, find, replace] of edits) {
    const path = join(copy, 'src/consumer', file);
    const text = await readFile(path, 'utf8');
    if (!originals.has(path)) originals.set(path, text);
    if (text.split(find).length !== 2) throw new Error(`${file} does not have this once: ${find}`);
    await writeFile(
      path,
      text.replace(find, () => replace),
    );
  }
  try {
    return await failed(tests);
  } finally {
    for (const [path, text] of originals) await writeFile(path, text);
  }
}

/** Runs tests against the copy; the first that failed, undefined when none did. */
async function failed(tests: readonly string[]): Promise<string | undefined> {
  const report = join(copy, 'report.json');
  await rm(report, { force: true });
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--bail=1',
    '--reporter=json',
    `--outputFile=${report}`,
    '--config=packages/astral/mutants/vitest.config.ts',
    `--root=${root}`,
    ...tests.map((name) => `packages/astral/test/consumer/${name}.test.ts`),
  ];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, CI: undefined, MUTANT_SOURCE: join(copy, 'src/index.ts') },
    stdio: 'ignore',
    // A group of its own: a mutant that spins does so in a worker, which has to end with it.
    detached: true,
  });
  let overdue = false;
  const timer = setTimeout(() => {
    overdue = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, LIMIT);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  if (overdue) return ' (its tests do not end)';
  if (code === 0) return undefined;
  // Boundary: vitest wrote it.
  const { testResults } = JSON.parse(await readFile(report, 'utf8')) as Report;
  const first = testResults
    .flatMap((file) => file.assertionResults)
    .find(({ status }) => status === 'failed');
  // Anything else would be a mutant that does not even load, which proves nothing.
  if (first === undefined) throw new Error('The tests ended with an error and without a failed test.');
  return ` (${first.title})`;
}
