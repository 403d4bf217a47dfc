import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace.ts';

/** A fenced block of code of a page. */
export interface Block {
  /** The page, within the repository. */
  readonly page: string;
  /** Where the code begins in the page. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  /** What stands around a fragment: the remark `<!-- in: before … after -->` above the fence. */
  readonly around: readonly [string, string];
  /** Whether it is run against the sandbox: the remark `<!-- run -->`. */
  readonly run: boolean;
}

/** A page with what it includes in place: `<!--@include: ../other.md{5,}-->` is that file from line 5 on, as VitePress has it. */
export function textOf(page: string): string {
  const text = readFileSync(join(root, page), 'utf8');
  return text.replaceAll(/^<!--@include: (\S+)\{(\d+),\}-->$/gm, (_, path: string, from: string) => {
    const lines = readFileSync(join(root, page, '..', path), 'utf8').split('\n');
    return lines.slice(Number(from) - 1).join('\n');
  });
}

/** Every block of a page, also those within lists. */
export function blocksOf(page: string): Block[] {
  return blocksIn(textOf(page), page);
}

/** Every block of a text that is a page, or was one before it was packed. */
export function blocksIn(text: string, page: string): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, indent, language] = /^( *)```(\S*)/.exec(lines[at] ?? '') ?? [];
    if (indent === undefined || language === undefined) continue;
    const end = lines.findIndex((line, index) => index > at && line.trim() === '```');
    if (end === -1) throw new Error(`${page}:${at + 1}: the block does not end`);
    const [, remark = ''] = /^ *<!-- (.*) -->$/.exec(lines[at - 1] ?? '') ?? [];
    const [before = '', after = ''] = remark.startsWith('in: ')
      ? remark.slice('in: '.length).split('…', 2)
      : [];
    const code = lines.slice(at + 1, end).map((line) => line.slice(indent.length));
    blocks.push({
      page,
      line: at + 2,
      language,
      code: code.join('\n'),
      around: [before, after],
      run: remark === 'run',
    });
    at = end;
  }
  return blocks;
}
