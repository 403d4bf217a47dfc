import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../workspace.ts';
import { compilerOptions } from './compiler-options.ts';
import type { EntryPoint } from './entry-points.ts';

/** One exported name, where the package that declares it exports it. */
export interface Exported {
  readonly entry: EntryPoint;
  readonly name: string;
  /** What it stands for, whatever it was imported through. */
  readonly symbol: ts.Symbol;
}

/** The declarations of all entry points, as a compiler understands them. */
export interface Declarations {
  readonly checker: ts.TypeChecker;
  /** Every exported name of every entry point, but for what only passes on a name of another package. */
  readonly exported: readonly Exported[];
}

export function readDeclarations(entries: readonly EntryPoint[]): Declarations {
  const files = entries.map(({ declarations }) => declarations);
  const program = ts.createProgram(files, parsedOptions());
  const checker = program.getTypeChecker();
  const exported = entries.flatMap((entry) => {
    const file = program.getSourceFile(entry.declarations);
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${entry.name} has no declarations: build first.`);
    return checker
      .getExportsOfModule(module)
      .map((symbol) => ({ entry, name: symbol.name, symbol: target(checker, symbol) }))
      .filter(({ symbol }) => declaredIn(symbol, entry.directory));
  });
  return { checker, exported };
}

/** What a name stands for, followed through imports and exports. */
export function target(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

export function declaredIn(symbol: ts.Symbol, directory: string): boolean {
  return (symbol.declarations ?? []).some((one) =>
    one.getSourceFile().fileName.startsWith(`${directory}/dist/`),
  );
}

/** Whether it is declared in one of our packages. */
export function isOurs(declaration: ts.Node): boolean {
  return /\/packages\/[^/]+\/dist\//.test(declaration.getSourceFile().fileName);
}

/** Whether a declaration is for the package itself alone. */
export function isInternal(symbol: ts.Symbol): boolean {
  const declarations = symbol.declarations ?? [];
  return declarations.length > 0 && declarations.every(isHidden);
}

export function isHidden(node: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  return (
    modifiers.some(
      ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword,
    ) ||
    ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal') ||
    (ts.isPropertyDeclaration(node) && ts.isPrivateIdentifier(node.name))
  );
}

export function parsedOptions(): ts.CompilerOptions {
  const { options, errors } = ts.convertCompilerOptionsFromJson(
    compilerOptions,
    join(root, 'packages/conformance'),
  );
  if (errors.length > 0)
    throw new Error(
      errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')).join('; '),
    );
  return options;
}
