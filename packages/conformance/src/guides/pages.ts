import { globSync } from 'node:fs';
import { join, posix } from 'node:path';
import { createMarkdownRenderer, type MarkdownRenderer } from 'vitepress';
import { anchorOf } from '../../../../docs/.vitepress/markdown.ts';
import { root } from '../workspace.ts';
import { blocksOf, textOf } from './blocks.ts';

/** A page as its readers see it: what can be compared with its translation, and what its links lead to. */
export interface Outline {
  /** Level and what is code in each heading: the words are the translator's. */
  readonly headings: readonly string[];
  /** Anchors that the site gives the headings. */
  readonly anchors: readonly string[];
  /** Tables and lists by their size: columns and rows, items. */
  readonly tables: readonly string[];
  readonly links: readonly string[];
}

let renderer: Promise<MarkdownRenderer> | undefined;

/** Reads a page with the Markdown of the site. */
export async function outlineOf(page: string): Promise<Outline> {
  renderer ??= createMarkdownRenderer(join(root, 'docs'), {
    anchor: { slugify: anchorOf },
    highlight: (code) => code,
  });
  const md = await renderer;
  const tokens = md.parse(textOf(page).replace(/^---\n.*?\n---\n/s, ''), {
    path: page,
  });
  const headings = tokens.flatMap((token, index) =>
    token.type === 'heading_open' ? [{ token, inline: tokens[index + 1] }] : [],
  );
  return {
    headings: headings.map(({ token, inline }) => {
      const code =
        inline?.children?.filter(({ type }) => type === 'code_inline').map(({ content }) => content) ?? [];
      return [token.tag, ...code].join(' ');
    }),
    anchors: headings.map(({ token }) => token.attrGet('id') ?? ''),
    tables: tablesOf(tokens),
    links: tokens
      .flatMap(({ children }) => children ?? [])
      .filter((token) => token.attrGet('class') !== 'header-anchor')
      .flatMap((token) => token.attrGet(token.type === 'image' ? 'src' : 'href') ?? []),
  };
}

/** Each table as its number of columns and, of each row, the code and the figures in it, which no translation changes. */
function tablesOf(tokens: ReturnType<MarkdownRenderer['parse']>): string[] {
  const tables: string[] = [];
  let rows: string[][] = [];
  let columns = 0;
  for (const [index, { type }] of tokens.entries()) {
    if (type === 'table_open') [rows, columns] = [[], 0];
    if (type === 'th_open') columns++;
    if (type === 'tr_open') rows.push([]);
    if (type === 'td_open') {
      const children = tokens[index + 1]?.children ?? [];
      const words = children.filter(({ type: kind }) => kind === 'text').map(({ content }) => content);
      const code = children.filter(({ type: kind }) => kind === 'code_inline').map(({ content }) => content);
      // 10,000 and 0.5 here are 10 000 and 0,5 there.
      const figures =
        words
          .join(' ')
          .replaceAll(/(?<=\d)[,.\u00A0 ](?=\d)/g, '')
          .match(/\d+/g) ?? [];
      rows.at(-1)?.push(...code, ...figures);
    }
    if (type === 'table_close') {
      tables.push(
        [`${columns} columns`, ...rows.map((row) => [...new Set(row)].toSorted().join(', '))].join('\n'),
      );
    }
  }
  return tables;
}

/** The code of a page without its comments, which are translated. */
export function codeOf(page: string): string[] {
  return blocksOf(page).map(({ language, code }) => {
    const comment = language === 'ts' ? /(^|\s+)\/\/ .*$|\/\*.*?\*\//gm : /(^|\s+)#( .*)?$/gm;
    const bare = code
      .replaceAll(comment, '')
      .split('\n')
      .map((line) => line.trimEnd())
      .filter(Boolean);
    return [language, ...bare].join('\n');
  });
}

/** Pages of the site in a language, within `docs`. */
export function sitePages(folder: string): string[] {
  return globSync(`docs/${folder}*.md`, { cwd: root })
    .map((file) => posix.relative(`docs/${folder}`, file))
    .toSorted();
}
