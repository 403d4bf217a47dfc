import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { mutants } from '../../mutants/mutants.ts';

// The mutants themselves are made by `pnpm mutants`; here only that the list fits the sources.
test.each(mutants)('the mutant that $name can be made', async ({ edits, tests }) => {
  for (const [file, find] of edits) {
    const text = await readFile(new URL(`../../src/consumer/${file}`, import.meta.url), 'utf8');
    expect(text.split(find).length - 1, `${file} has this once: ${find}`).toBe(1);
  }
  for (const name of tests) await readFile(new URL(`./${name}.test.ts`, import.meta.url));
});
