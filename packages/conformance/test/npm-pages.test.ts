import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileAt, projectAddress } from '../../../docs/.vitepress/project.ts';
import { blocksOf } from '../src/guides/blocks.ts';
import { outlineOf } from '../src/guides/pages.ts';
import { publicPackages, root } from '../src/workspace.ts';

const packages = publicPackages();
const pages = globSync(['*.md', 'packages/*/*.md', 'docs/**/*.md'], {
  cwd: root,
  exclude: (name) => ['node_modules', 'api', 'files', '.vitepress'].includes(name),
}).toSorted();

test('all packages have one version', () => {
  expect(new Set(packages.map(({ manifest }) => manifest.version)).size).toBe(1);
});

test.each(packages)(
  'the page of $manifest.name shows how to begin, and leads to guides in both languages',
  async ({ directory }) => {
    const page = join(directory.slice(root.length), 'README.md');
    const [install, program] = blocksOf(page);
    expect(install?.code).toMatch(/^npm install/);
    expect(program?.run).toBe(true);
    expect(program?.code.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(15);
    const guides = (await outlineOf(page)).links.map((href) => fileAt(href) ?? '');
    expect(guides.filter((file) => /^docs\/[a-z-]+\.md/.test(file))).not.toEqual([]);
    expect(guides.filter((file) => file.startsWith('docs/ru/'))).not.toEqual([]);
  },
);

test.each(pages)('%s has addresses of the project that lead somewhere', async (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const addresses = text.match(/https:\/\/github\.com\/partner-apis\b[^\s)>`]*/g) ?? [];
  expect(addresses.filter((href) => !href.startsWith(projectAddress))).toEqual([]);
  for (const href of addresses) {
    const [file, anchor] = (fileAt(href) ?? '').split('#', 2);
    if (file === undefined || file === '') continue;
    expect(existsSync(join(root, file)), href).toBe(true);
    if (anchor !== undefined)
      expect((await outlineOf(file)).anchors, href).toContain(decodeURIComponent(anchor));
  }
});
