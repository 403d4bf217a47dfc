import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { fileAt } from './project.ts';

/** Where files of the repository that pages link to are shown: `docs/files/[path].md`. */
const FILES = 'files/';

/**
 * What the site does beyond VitePress: links to files of the repository lead to the pages that show them, so that one link serves readers
 * of the repository and of the site; drawings become part of the page, so that they take its colours.
 */
export function extendMarkdown(root: string) {
  return (md: MarkdownRenderer): void => {
    const link = md.renderer.rules.link_open;
    md.renderer.rules.link_open = (tokens, index, options, env: { relativePath?: string }, self) => {
      const token = tokens[index];
      const href = token?.attrGet('href');
      if (token !== undefined && typeof href === 'string')
        token.attrSet('href', onSite(env.relativePath ?? '', href));
      return link === undefined
        ? self.renderToken(tokens, index, options)
        : link(tokens, index, options, env, self);
    };
    const image = md.renderer.rules.image;
    md.renderer.rules.image = (tokens, index, options, env: { relativePath?: string }, self) => {
      const src = tokens[index]?.attrGet('src') ?? '';
      if (/^[^:]+\.svg$/.test(src))
        return drawing(drawingOf(posix.join(root, sourceOf(env.relativePath ?? ''), '..', src)));
      return image === undefined
        ? self.renderToken(tokens, index, options)
        : image(tokens, index, options, env, self);
    };
  };
}

/** The file of the repository that a page was made from. */
function sourceOf(page: string): string {
  return page.startsWith(FILES) ? page.slice(FILES.length) : `docs/${page}`;
}

/** Where a link of a page leads on the site. */
function onSite(page: string, href: string): string {
  const guide = fileAt(href);
  if (guide?.startsWith('docs/') === true) return `/${guide.slice('docs/'.length)}`;
  if (/^([a-z]+:|#|\/)/.test(href)) return href;
  const [path = '', hash] = href.split('#', 2);
  const target = posix.join(posix.dirname(sourceOf(page)), path);
  if (target.startsWith('docs/') && !page.startsWith(FILES)) return href;
  const file = target.startsWith('docs/') ? target.slice('docs/'.length) : FILES + target;
  return `/${file}${hash === undefined ? '' : `#${hash}`}`;
}

/** A page that is included in another language brings the drawings of its own. */
function drawingOf(file: string): string {
  return existsSync(file) ? file : file.replace('/docs/ru/', '/docs/');
}

/** A drawing as part of the page. Vue takes no `<style>` in a template, and the names in it are the drawing's own. */
function drawing(file: string): string {
  const svg = readFileSync(file, 'utf8')
    .replaceAll(/\s+(?=<)/g, '')
    .replace(/<style>(.*?)<\/style>/s, (_, css: string) => {
      return `<component is="style">${css.replaceAll(/^ +\./gm, '.drawing .')}</component>`;
    });
  // Within the paragraph of the image, so no block.
  return `<span class="drawing">${svg}</span>`;
}

/** The anchor of a heading as GitHub makes it, so that a link within a page holds there and here, in both alphabets. */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
