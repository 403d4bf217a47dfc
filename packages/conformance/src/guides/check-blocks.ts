import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { publicPackages, root } from '../workspace.ts';
import type { Block } from './blocks.ts';

/** Where the blocks would lie if they were files. */
const folder = join(root, 'packages/conformance/guides');

/** Names that every block may use. */
const givenFile = join(folder, 'given.d.ts');

/** What a block imports is looked for from here, in this order: what the workspace has installed, a reader can install. */
const importers = [
  folder,
  ...[
    'examples',
    'packages/conformance',
    'packages/core',
    'packages/forward',
    'packages/integrations',
    'packages/benchmarks',
  ].map((name) => join(root, name)),
];

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  customConditions: ['@partner-apis/source'],
  allowImportingTsExtensions: true,
  types: ['node'],
  // As NestJS wants it.
  experimentalDecorators: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/**
 * Type-checks blocks of TypeScript, each as a module of its own, in one program over the packages by their public names. A block may use,
 * without importing it, what the packages export (those of its page's vendor first) and what `guides/given.d.ts` declares.
 *
 * @returns what is wrong, each with page and line
 */
export function checkBlocks(blocks: readonly Block[]): string[] {
  const exported = exportedNames();
  const files = new Map(
    blocks.map((block, index) => {
      const name = join(folder, `block-${index}.ts`);
      const [before, after] = block.around;
      const head = importsOf(block.code, block.page, exported) + before;
      return [name, { block, text: `${head}\n${block.code}\n${after}` }] as const;
    }),
  );
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name)?.text ?? readFile(name);
  host.resolveModuleNameLiterals = (literals, containing, _, settings, source) =>
    literals.map((literal) => {
      const from =
        files.has(containing) || containing.startsWith(folder)
          ? importers.map((importer) => join(importer, 'block.ts'))
          : [containing];
      const mode = ts.getModeForUsageLocation(source, literal, settings);
      const found = from.map((file) =>
        ts.resolveModuleName(literal.text, file, settings, host, undefined, undefined, mode),
      );
      return (
        found.find(({ resolvedModule }) => resolvedModule !== undefined) ?? { resolvedModule: undefined }
      );
    });
  const program = ts.createProgram([...files.keys(), givenFile], options, host);
  return [givenFile, ...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    const wrong = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    const { page, line: first } = files.get(name)?.block ?? { page: 'given.d.ts', line: 2 };
    return wrong.map(({ messageText, start = 0 }) => {
      const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${page}:${first + line - 1} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}

type Exported = ReadonlyMap<string, readonly string[]>;

/** Every name that the packages export, types included, with the entry points that have it. */
function exportedNames(): Exported {
  const entries = publicPackages().flatMap((entry) => entry.entries);
  const file = join(folder, 'entries.ts');
  const text = entries.map((entry, index) => `import * as e${index} from '${entry}';`).join('\n');
  const host = ts.createCompilerHost(options);
  const readFile = host.readFile.bind(host);
  host.readFile = (name) => (name === file ? text : readFile(name));
  const program = ts.createProgram([file], options, host);
  const checker = program.getTypeChecker();
  const names = new Map<string, string[]>();
  for (const statement of program.getSourceFile(file)?.statements ?? []) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
    for (const { name } of symbol === undefined ? [] : checker.getExportsOfModule(symbol)) {
      names.set(name, [...(names.get(name) ?? []), statement.moduleSpecifier.text]);
    }
  }
  return names;
}

/** The imports that a fragment leaves out. */
function importsOf(code: string, page: string, exported: Exported): string {
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const member =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node);
      const declares =
        ts.isImportSpecifier(parent) ||
        ((ts.isVariableDeclaration(parent) ||
          ts.isClassDeclaration(parent) ||
          ts.isFunctionDeclaration(parent) ||
          ts.isParameter(parent) ||
          ts.isBindingElement(parent)) &&
          parent.name === node);
      if (declares) declared.add(node.text);
      else if (!member) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('block.ts', code, ts.ScriptTarget.ES2024, true));
  return [...used]
    .filter((name) => !declared.has(name))
    .map(
      (name) =>
        [
          name,
          exported.get(name)?.toSorted((a, b) => Number(ofPage(b, page)) - Number(ofPage(a, page)))[0],
        ] as const,
    )
    .filter(([, entry]) => entry !== undefined)
    .map(([name, entry]) => `import { ${name} } from '${entry}';`)
    .join(' ');
}

/** Whether an entry point is of the vendor that a page is about. */
function ofPage(entry: string, page: string): boolean {
  const [, vendor = ' '] = /(?:docs\/|packages\/)([a-z]+)/.exec(page) ?? [];
  return entry.startsWith(`@partner-apis/${vendor}`);
}

/** The text of `given.d.ts`, to hold every name of it against the pages. */
export const given = (): string => readFileSync(givenFile, 'utf8');
