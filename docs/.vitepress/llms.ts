import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listed } from './pages.ts';

/** Every page in English as one list of links, each with its first sentence: https://llmstxt.org. */
export function llmsIndex(docs: string): string {
  const about =
    '> A TypeScript SDK for Astral.Platform, Stormwall, ASNA and Kontur.Reestro: nothing lost, nothing doubled in silence, errors that say what happened.';
  const sections = listed(docs, 'en').map(({ title, pages }) => {
    const lines = pages.map(
      (page) => `- [${page.title}](/${page.path}): ${firstSentence(text(docs, page.path))}`,
    );
    return `## ${title}\n\n${lines.join('\n')}`;
  });
  return `${['# Partner APIs', about, ...sections].join('\n\n')}\n`;
}

/** Every page in English, whole, one after the other. */
export function llmsFull(docs: string): string {
  return listed(docs, 'en')
    .flatMap(({ pages }) => pages.map(({ path }) => text(docs, path).trim()))
    .join('\n\n---\n\n');
}

/** A page without its remarks for checks. */
export function text(docs: string, path: string): string {
  return readFileSync(join(docs, path), 'utf8').replaceAll(/^<!--.*?-->\n/gms, '');
}

function firstSentence(markdown: string): string {
  const [, paragraph = ''] = /^(?!#)(\S[^]*?)\n\n/m.exec(markdown.replace(/^# .*\n+/, '')) ?? [];
  const plain = paragraph.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll(/\s+/g, ' ');
  return /^.*?[.:](?= [A-Z`]|$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain;
}
