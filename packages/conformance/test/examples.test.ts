import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from '../src/run.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** As `pnpm example` does, without an argument and without a vendor's variables: against the sandbox, to its own end. */
function example(file: string): ReturnType<typeof run> {
  return run(process.execPath, ['--conditions=@partner-apis/source', file], root);
}

describe('examples run for real', () => {
  test.each(globSync('examples/*.ts', { cwd: root }).toSorted())('%s', { timeout: 120_000 }, async (file) => {
    const { code, stdout, stderr } = await example(file);
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    expect(stdout).not.toBe('');
  });
});

test('the demo ends by itself, and every check of it holds', { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await example('examples/demo/main.ts');
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toMatch(/All \d+ checks hold/);
});
