import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { llmsFull, llmsIndex, text } from '../../../docs/.vitepress/llms.ts';
import { languages, listed, sections } from '../../../docs/.vitepress/pages.ts';
import { codeOf, outlineOf, sitePages } from '../src/guides/pages.ts';
import { root } from '../src/workspace.ts';

const docs = join(root, 'docs');
const english = sitePages('');
const russian = sitePages('ru/');

/** The home page is no page of the sidebar. */
const HOME = 'index.md';

test('every page is in the sidebar of its language, once', () => {
  const inSidebar = (language: 'en' | 'ru') =>
    listed(docs, language).flatMap(({ pages }) =>
      pages.map(({ path }) => posix.relative(languages[language], path)),
    );
  expect([...inSidebar('en'), HOME].toSorted()).toEqual(english);
  expect([...inSidebar('ru'), HOME].toSorted()).toEqual(russian);
});

describe('in both languages', () => {
  const pairs = [
    ['README.md', 'README.ru.md'],
    ...russian.map((page) => [`docs/${page}`, `docs/ru/${page}`]),
  ];

  test('is every page, with no other', () => {
    expect(russian).toEqual(english);
  });

  test.each(pairs)(
    '%s has the same headings, tables and code as %s',
    async (original = '', translation = '') => {
      const [one, other] = await Promise.all([outlineOf(original), outlineOf(translation)]);
      expect(other.headings).toEqual(one.headings);
      expect(other.tables).toEqual(one.tables);
      expect(codeOf(translation)).toEqual(codeOf(original));
    },
  );

  test.each(pairs)('%s leads to the same pages as %s', async (original = '', translation = '') => {
    const targets = async (page: string) =>
      (await outlineOf(page)).links
        .filter((href) => !/^[a-z]+:/.test(href))
        .map((href) => targetOf(page, href));
    const [one, other] = await Promise.all([targets(original), targets(translation)]);
    // A README names the page in the other language too.
    const plain = (links: readonly string[]) =>
      links
        .map((link) => link.replace(/^docs\/ru(\/|$)/, 'docs$1').replace('README.ru.md', 'README.md'))
        .toSorted();
    expect(plain(other)).toEqual(plain(one));
  });
});

const all = [
  'README.md',
  'README.ru.md',
  ...english.map((page) => `docs/${page}`),
  ...russian.map((page) => `docs/ru/${page}`),
];

test.each(all)('every link of %s leads somewhere', async (page) => {
  const { links, anchors } = await outlineOf(page);
  for (const href of links.filter((link) => !/^[a-z]+:/.test(link))) {
    const [, hash] = href.split('#', 2);
    if (href.startsWith('#')) {
      expect(anchors, href).toContain(decodeURIComponent(hash ?? ''));
      continue;
    }
    const target = targetOf(page, href);
    if (target.startsWith('docs/api/')) continue; // made by typedoc, whose own check holds it
    // A page that is included in Russian brings its drawings along.
    const file = target.endsWith('.svg') ? target.replace(/^docs\/ru\//, 'docs/') : target;
    expect(
      [target, file].some((place) => existsSync(join(root, place))),
      `${href} of ${page}`,
    ).toBe(true);
    if (hash !== undefined)
      expect((await outlineOf(target)).anchors, href).toContain(decodeURIComponent(hash));
    // A reader of Russian stays in Russian wherever the page exists.
    const translated = target.replace(/^docs\/(?!ru\/|files\/)/, 'docs/ru/');
    if (page.startsWith('docs/ru/') && target.startsWith('docs/') && !target.startsWith('docs/ru/'))
      expect(existsSync(join(root, translated)), `${href} of ${page} is there in Russian`).toBe(false);
  }
});

/** The file of the repository that a link leads to. */
function targetOf(page: string, href: string): string {
  const [path = ''] = href.split('#', 1);
  if (path === '') return page;
  if (path.startsWith('/')) return posix.join('docs', path.endsWith('/') ? `${path}${HOME}` : path);
  return posix.join(posix.dirname(page), path);
}

test('llms.txt has every page of the sidebar with what it is about, llms-full.txt all of them', () => {
  const index = llmsIndex(docs);
  const full = llmsFull(docs);
  for (const { pages } of listed(docs, 'en')) {
    for (const { path, title } of pages) {
      expect(index).toMatch(new RegExp(`^- \\[${title}\\]\\(/${path}\\): [A-Z\`].{20,300}$`, 'm'));
      expect(full).toContain(text(docs, path).trim());
    }
  }
  expect(full).not.toContain('<!--');
});

test('the sidebar names no page twice', () => {
  const files = sections.flatMap(({ pages }) => pages.map(({ file }) => file));
  expect(new Set(files).size).toBe(files.length);
  expect(readFileSync(join(docs, 'index.md'), 'utf8')).not.toBe('');
});
