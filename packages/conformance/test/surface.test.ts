import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiReports } from '../src/surface/api-reports.ts';
import { readDeclarations } from '../src/surface/declarations.ts';
import { type EntryPoint, entryPoints } from '../src/surface/entry-points.ts';
import { type ForeignType, foreignTypes } from '../src/surface/foreign-types.ts';
import { hoverNames } from '../src/surface/hover-names.ts';
import { seamProblems } from '../src/surface/seams.ts';
import { undocumented } from '../src/surface/undocumented.ts';
import { root } from '../src/workspace.ts';

// Whether they are up to date is seen by `pnpm api --check`, which needs a build.
describe('under version control', () => {
  const folder = join(root, 'packages/conformance/api');
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

  test('every entry point has a report', () => {
    const wanted = entryPoints().map(({ label }) => `${label}.api.md`);
    expect(readdirSync(folder).toSorted()).toEqual([...wanted, 'hovers.md'].toSorted());
  });

  test('no report has a type of undici or tar-stream, and of zod only where a vendor is written', () => {
    const shown = readdirSync(folder).flatMap((file) => {
      const [, imports = '', body = ''] = /^([\s\S]*^import [^\n]*\n)?([\s\S]*)$/m.exec(read(file)) ?? [];
      const theirs = imports.matchAll(/^import .*?(\w+)(?: })? from '(undici|tar-stream|zod)\b/gm);
      return Array.from(theirs, ([, name = '', from]) => ({ name, from }))
        .filter(({ name }) => new RegExp(`\\b${name}\\b`).test(body))
        .map(({ from }) => `${file}: ${from}`);
    });
    expect(shown).toEqual(['core-vendor.api.md: zod']);
  });

  test('the names that are used most have a hover text of one screen, in words that a program can import', () => {
    const text = read('hovers.md');
    const sections = text.split(/^## /m).slice(1);
    expect(sections).toHaveLength(hoverNames.length);
    for (const section of sections) {
      const [, signature = ''] = /```ts\n([\s\S]*?)\n```/.exec(section) ?? [];
      expect.soft(signature.length, section).toBeLessThanOrEqual(300);
      expect.soft(signature, section).not.toMatch(/\$\d|\bany\b|\bZod|import\(|\.\.\. \d+ more/);
      expect
        .soft(
          section
            .replace(/```[\s\S]*?```/, '')
            .trim()
            .split('\n').length,
          section,
        )
        .toBeGreaterThan(1);
    }
  });
});

describe('what is found in declarations', () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'surface-')));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  /** A package of ours with these declarations, beside a package of somebody else. */
  const sample = (name: string, declarations: string): EntryPoint => {
    const home = join(directory, 'packages', name);
    const file = join(home, 'dist/index.d.ts');
    // Without it everything at the top of a file of declarations is exported.
    write(file, `${declarations}\nexport {};`);
    write(join(home, 'package.json'), JSON.stringify({ name, version: '1.0.0', type: 'module' }));
    write(join(home, 'node_modules/other/package.json'), '{ "name": "other", "types": "index.d.ts" }');
    write(join(home, 'node_modules/other/index.d.ts'), 'export interface Theirs { readonly a: string }');
    return { name, label: name, directory: home, declarations: file };
  };
  // One program for all three: most of the time goes into the declarations of the language.
  const found = (): { bare: readonly string[]; foreign: readonly ForeignType[] } => {
    const declarations = readDeclarations([
      sample('bare', BARE),
      sample('inherited', INHERITED),
      sample('theirs', THEIRS),
    ]);
    return { bare: undocumented(declarations), foreign: foreignTypes(declarations) };
  };
  let all: ReturnType<typeof found>;
  beforeAll(() => (all = found()));
  const bareIn = (name: string) =>
    all.bare.filter((text) => text.startsWith(`${name} `)).map((text) => text.split(' ')[1]);

  test('a name without a comment, and every member without one', () => {
    expect(bareIn('bare')).toEqual(['plain', 'Client.bare', 'Client.kind', 'Options.b', 'Options.b.c']);
  });

  test('none where a comment is inherited, or that of a small object names its members', () => {
    expect(bareIn('inherited')).toEqual(['Derived.bare', 'Waits.idle.max']);
  });

  test('types of others, also behind what is not exported', () => {
    expect(
      all.foreign.filter(({ entry }) => entry === 'theirs').map(({ name, from }) => `${name} ${from}`),
    ).toEqual(['Open other', 'straight other']);
  });

  test('a seam is one name of one entry point, and goes when nothing needs it', () => {
    const type = { entry: '@partner-apis/core/vendor', name: 'issuesIn', from: 'zod' };
    const mentioning = (name: string) => (problem: string) => problem.startsWith(`${name} of `);
    expect(seamProblems([type]).filter(mentioning('issuesIn'))).toEqual([]);
    expect(seamProblems([]).filter(mentioning('issuesIn'))).toEqual([expect.stringContaining('take it out')]);
    expect(seamProblems([{ ...type, name: 'Feed' }]).filter(mentioning('Feed'))).toEqual([
      expect.stringContaining('shows a type of zod'),
    ]);
  });

  test('a report has signatures, and no lines of sources that move', () => {
    const declarations = `
      interface Hidden { a: string }
      /** Said. */
      export declare const both: { readonly one: Hidden };
      export declare function plain(text: string): number;`;
    const report = apiReports([sample('report', declarations)]).get('report.api.md') ?? '';
    expect(report).toContain('export function plain(text: string): number;');
    expect(report).toContain('(ae-forgotten-export) The symbol "Hidden"');
    expect(report).not.toMatch(/:\d+:\d+/);
    expect(existsSync(join(directory, 'packages/report/api-extractor.json'))).toBe(false);
  });
});

const BARE = `
export declare function plain(): void;
/** Said. */
export declare class Client {
  static kind: string;
  bare(): void;
  /** Said. */
  said(): void;
  protected own(): void;
  private gone;
}
/** Said. */
export interface Options {
  /** Said. */
  a: string;
  b?: { c: number };
  [member: string]: unknown;
}`;

const INHERITED = `
interface Base {
  /** Said. */
  a: string;
  bare: number;
}
/** Said. */
export interface Derived extends Base {
  a: 'x';
}
/** Said, by \`kind\` and \`value\`. */
export type Change = { kind: 'a'; value: 1 } | { kind: 'b'; value: 2 };
/** Said. */
export interface Waits {
  /** Between \`min\` and others. */
  idle: { min: number; max: number };
  /** @internal */
  made: string;
}`;

const THEIRS = `
import { Theirs } from 'other';
interface Hidden {
  deep: Theirs;
}
export declare class Open {
  constructor(options: Hidden);
  private theirs: Theirs;
  protected more: Theirs;
}
export declare class Closed {
  /** @internal */
  constructor(theirs: Theirs);
  own(): Open;
}
export declare const straight: import('other').Theirs;
export type Plain = Promise<NodeJS.Signals>;`;

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
