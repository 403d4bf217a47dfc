import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../workspace.ts';
import { parsedOptions } from './declarations.ts';
import { hoverNames, preamble } from './hover-names.ts';

/** A file that is nowhere but here, in a package that can import ours. */
const PROGRAM = join(root, 'packages/conformance/hovers.mts');

const TITLE = `# What an editor shows

Written by \`pnpm api\` from the built declarations; the names are those of packages/conformance/src/surface/hover-names.ts.
`;

/** What an editor shows for the names that programs use most, as one text. Made from the built declarations. */
export function hoverTexts(): string {
  const program = [preamble, ...hoverNames.map((code) => `void (${code});`)].join('\n');
  const service = languageService(program);
  const sections = hoverNames.map((code) => {
    const end = program.indexOf(`\nvoid (${code});`) + `\nvoid (${code}`.length;
    const info = service.getQuickInfoAtPosition(PROGRAM, end - 1);
    if (info === undefined) throw new Error(`There is no hover text for ${code}.`);
    return section(code, info);
  });
  return [TITLE, ...sections].join('\n');
}

function section(code: string, { displayParts, documentation, tags = [] }: ts.QuickInfo): string {
  const text = [
    ts.displayPartsToString(documentation),
    ...tags.map(({ name, text: of }) => `@${name} ${ts.displayPartsToString(of)}`.trimEnd()),
  ].filter((part) => part !== '');
  return (
    [`## ${code}`, `\`\`\`ts\n${ts.displayPartsToString(displayParts)}\n\`\`\``, ...text, '']
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

function languageService(program: string): ts.LanguageService {
  const options = parsedOptions();
  const { writeFile: _, ...system } = ts.createCompilerHost(options);
  return ts.createLanguageService({
    ...system,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [PROGRAM],
    getScriptVersion: () => '1',
    getScriptSnapshot(file) {
      if (file === PROGRAM) return ts.ScriptSnapshot.fromString(program);
      return ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8')) : undefined;
    },
    getCurrentDirectory: () => join(root, 'packages/conformance'),
    fileExists: (file) => file === PROGRAM || ts.sys.fileExists(file),
  });
}
