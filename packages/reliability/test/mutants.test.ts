import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { targets } from '../src/mutants/targets.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

// The mutants themselves are made by `pnpm mutants`; here only that the lists fit the sources.
describe.each(Object.entries(targets))('%s', (_, { source, tests: folder, mutants }) => {
  test.each(mutants)('the mutant that $name can be made', async ({ edits, tests }) => {
    for (const [file, find, replace] of edits) {
      const text = await readFile(join(root, source, file), 'utf8');
      expect(text.split(find).length - 1, `${file} has this once: ${find}`).toBe(1);
      expect(replace).not.toBe(find);
    }
    for (const name of tests) await access(join(root, folder, `${name}.test.ts`));
  });

  test('no two have the same name', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });
});
