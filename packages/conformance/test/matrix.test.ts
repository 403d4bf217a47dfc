import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../src/matrix/cell.ts';
import { groups } from '../src/matrix/groups.ts';
import { page } from '../src/matrix/page.ts';
import { readResults } from '../src/matrix/results.ts';
import { tryCell } from '../src/matrix/try-cell.ts';
import { root } from '../src/workspace.ts';

const home = join(root, 'packages/conformance/matrix');
const cells = groups.flatMap((group) => group.cells);

describe('the matrix', () => {
  test('every cell has a name of its own, and a project; every project has a cell', () => {
    const names = [...groups, ...cells].map(({ id }) => id);
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
    const projects: readonly string[] = [
      ...new Set(cells.map(({ project }) => project.split('/', 1).join())),
    ];
    expect(projects.toSorted()).toEqual(readdirSync(join(home, 'projects')).toSorted());
  });

  test.each(groups)('the last try of every cell of $id came out as expected, in its versions', (group) => {
    const results = readResults(group);
    const tried = [...results].map(([id, { outcome, versions }]) => ({ id, outcome, versions }));
    const wanted = group.cells.map(({ id, expected, versions }) => ({ id, outcome: expected.is, versions }));
    expect(tried).toEqual(wanted);
  });

  test('the results are those of groups that are there', () => {
    const files = groups.map(({ id }) => `${id}.json`);
    expect(readdirSync(join(home, 'results')).toSorted()).toEqual(files.toSorted());
  });

  test.each([
    ['docs/packages.md', 'en'],
    ['docs/ru/packages.md', 'ru'],
  ] as const)('%s says what the results say', (file, language) => {
    expect(existsSync(join(root, file))).toBe(true);
    expect(readFileSync(join(root, file), 'utf8')).toBe(page(groups, readResults, language));
  });

  test('a cell that does not work shows how it fails', () => {
    for (const { id, steps, expected } of cells)
      expect(steps.at(-1)?.fails !== undefined, id).toBe(expected.is === 'fails');
  });
});

describe('a step', () => {
  const node = (code: string) => [process.execPath, '--eval', code];
  const trying = (step: Cell['steps'][number]) =>
    tryCell(
      { id: 'a', what: '', versions: {}, ours: [], project: '', steps: [step], expected: { is: 'works' } },
      root,
    );

  test('that does what it should is as expected', async () => {
    expect(await trying({ run: node('console.log(5)'), says: /5/ })).toBeUndefined();
    expect(await trying({ run: node('process.exit(3)'), fails: /^$/ })).toBeUndefined();
  });

  test.each([
    ['ended with 3', { run: node('process.exit(3)') }],
    ['did not fail', { run: node(''), fails: /^/ }],
    ['did not print /6/', { run: node('console.log(5)'), says: /6/ }],
    ['did not print /6/', { run: node('console.log(5); process.exit(1)'), fails: /6/ }],
    ['killed after 100 ms', { run: node('setInterval(() => {}, 1000)'), seconds: 0.1 }],
    ['ENOENT', { run: ['no-such-program'] }],
  ])('that does not is told: %s', async (wrong, step) => {
    expect(await trying(step)).toContain(wrong);
  });

  test('finds the sandbox', async () => {
    const step = {
      run: node('console.log(process.env.ASTRAL_BASE_URL)'),
      says: /^http:\/\/127\.0\.0\.1:\d+\n$/,
    };
    expect(await trying(step)).toBeUndefined();
  });
});
