import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { blocksOf } from '../src/guides/blocks.ts';
import { checkBlocks, given } from '../src/guides/check-blocks.ts';
import { run } from '../src/run.ts';
import { root } from '../src/workspace.ts';

const pages = [
  'README.md',
  ...globSync('{docs,packages/*}/*.md', { cwd: root, exclude: (name) => name === 'CHANGELOG.md' }),
];

/** The blocks of these pages stand in files that are compiled and run: `examples/testing/guide.test.ts` and `matrix.test.ts` hold them together. */
const inFiles = ['docs/testing-your-integration.md', 'docs/packages.md'];

const blocks = pages.flatMap(blocksOf);
const typescript = blocks.filter(({ language, page }) => language === 'ts' && !inFiles.includes(page));

test('every block of TypeScript in the guides compiles', { timeout: 60_000 }, () => {
  expect(typescript.length).toBeGreaterThan(50);
  expect(checkBlocks(typescript)).toEqual([]);
});

test('whatever the guides take as given, a block of theirs uses', () => {
  const names = Array.from(
    given().matchAll(/^  (?:const|function|interface) (\w+)/gm),
    ([, name = '']) => name,
  );
  const code = typescript.map((block) => block.code).join('\n') + given().replaceAll(/^  interface/gm, '');
  expect(names.filter((name) => (code.match(new RegExp(`\\b${name}\\b`, 'g')) ?? []).length < 2)).toEqual([]);
});

const marked = typescript
  .filter((block) => block.run)
  .map((block) => [`${block.page}:${block.line}`, block] as const);

test.each(marked)(
  '%s runs against the sandbox, and says something',
  { timeout: 30_000 },
  async (_, { code }) => {
    const args = ['--conditions=@partner-apis/source', '--input-type=module-typescript', '--eval', code];
    const {
      code: exitCode,
      stdout,
      stderr,
    } = await run(process.execPath, args, join(root, 'packages/conformance'));
    expect(exitCode, stderr).toBe(0);
    expect(stdout).not.toBe('');
  },
);

test.each(
  blocks
    .filter(({ language }) => language === 'yaml')
    .map((block) => [`${block.page}:${block.line}`, block.code]),
)('%s is YAML', (_, code = '') => {
  expect(parseAllDocuments(code).flatMap(({ errors }) => errors)).toEqual([]);
});
