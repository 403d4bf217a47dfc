import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant, Target } from './mutant.ts';

/** How long the tests of one mutant may take, in milliseconds, and all tests of a target without one. */
const LIMIT = 120_000;
const LIMIT_OF_ALL = 900_000;

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The part of vitest's JSON report that is needed here. */
interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

/**
 * Runs tests with a mutant in place; what noticed it, undefined when nothing did.
 *
 * @param edits - None to see whether the tests pass as things are.
 */
export async function noticed(
  { source, tests }: Target,
  edits: Mutant['edits'],
  names: readonly string[],
): Promise<string | undefined> {
  const placed = await Promise.all(
    edits.map(async ([file, find, replace]) => {
      const path = join(root, source, file);
      const text = await readFile(path, 'utf8');
      if (text.split(find).length !== 2) throw new Error(`${file} does not have this once: ${find}`);
      return [path, find, replace];
    }),
  );
  const folder = await mkdtemp(join(tmpdir(), 'mutant-'));
  const report = join(folder, 'report.json');
  try {
    const files = names.map((name) => `${tests}/${name}.test.ts`);
    const limit = edits.length === 0 ? LIMIT_OF_ALL : LIMIT;
    const code = await vitest(placed, [`--outputFile=${report}`, ...files], limit);
    if (code === 'overdue') return 'its tests do not end';
    if (code === 0) return undefined;
    // Boundary: vitest wrote it.
    const { testResults } = JSON.parse(await readFile(report, 'utf8')) as Report;
    const first = testResults
      .flatMap((file) => file.assertionResults)
      .find(({ status }) => status === 'failed');
    // Anything else would be a mutant that does not even load, which proves nothing.
    if (first === undefined) throw new Error('The tests ended with an error and without a failed test.');
    return first.title;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function vitest(
  edits: readonly (readonly string[])[],
  args: readonly string[],
  limit: number,
): Promise<number | null | 'overdue'> {
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--bail=1',
      '--reporter=json',
      '--config=packages/reliability/mutants/vitest.config.ts',
      `--root=${root}`,
      ...args,
    ],
    {
      cwd: root,
      env: { ...process.env, CI: undefined, MUTANT_EDITS: JSON.stringify(edits) },
      stdio: 'ignore',
      // A group of its own: a mutant that spins does so in a worker, which has to end with it.
      detached: true,
    },
  );
  let overdue = false;
  const timer = setTimeout(() => {
    overdue = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, limit);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  return overdue ? 'overdue' : code;
}
