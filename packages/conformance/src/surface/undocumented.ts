import ts from 'typescript';
import { type Declarations, isInternal, isOurs } from './declarations.ts';

/**
 * Exported names, and what a program can write after a dot behind one, that have no doc comment of their own nor one that they inherit. A small
 * object that is written out may be explained by the comment of what holds it, which then names every member. Index signatures and what is
 * marked `@internal` need none.
 */
export function undocumented({ checker, exported }: Declarations): readonly string[] {
  const seen = new Set<ts.Node>();
  const missing: string[] = [];
  const commentOf = (symbol: ts.Symbol | undefined): string =>
    ts.displayPartsToString(symbol?.getDocumentationComment(checker)).trim();

  const look = (path: string, symbol: ts.Symbol): void => {
    const [declaration] = symbol.declarations ?? [];
    if (declaration === undefined || seen.has(declaration) || isInternal(symbol) || !isOurs(declaration))
      return;
    seen.add(declaration);
    if (commentOf(symbol) === '' && !names(commentOf(holderOf(checker, declaration)), symbol.name))
      missing.push(`${path} (${sourceOf(declaration)})`);
    for (const member of membersOf(checker, symbol)) look(`${path}.${member.name}`, member);
  };

  for (const { entry, name, symbol } of exported) look(`${entry.name} ${name}`, symbol);
  return missing;
}

/** Members of a class with its statics, of an interface, and of object types that are written out. */
function membersOf(checker: ts.TypeChecker, symbol: ts.Symbol): readonly ts.Symbol[] {
  const is = (flags: ts.SymbolFlags): boolean => (symbol.flags & flags) !== 0;
  const types = [
    ...(is(ts.SymbolFlags.Type) ? [checker.getDeclaredTypeOfSymbol(symbol)] : []),
    ...(is(ts.SymbolFlags.Property) ? [checker.getTypeOfSymbol(symbol)] : []),
  ];
  const statics = is(ts.SymbolFlags.Class) ? [...(symbol.exports?.values() ?? [])] : [];
  return [
    ...types.flatMap(writtenOut).flatMap((type) => type.getProperties()),
    ...statics.filter(({ flags }) => (flags & ts.SymbolFlags.Prototype) === 0),
  ];
}

/** Classes, interfaces and object types between braces in a type: not functions, arrays or what a mapping makes. */
function writtenOut(type: ts.Type): readonly ts.Type[] {
  if (type.isUnionOrIntersection()) return type.types.flatMap(writtenOut);
  const { flags = 0 } = (type.symbol as ts.Symbol | undefined) ?? {};
  return type.isClassOrInterface() || flags === ts.SymbolFlags.TypeLiteral ? [type] : [];
}

/** The property or alias between whose braces a member is written out. */
function holderOf(checker: ts.TypeChecker, member: ts.Declaration): ts.Symbol | undefined {
  const holder = ts.findAncestor(member.parent, (node) => !isPartOfType(node));
  if (holder === undefined || !(ts.isPropertySignature(holder) || ts.isTypeAliasDeclaration(holder)))
    return undefined;
  return checker.getSymbolAtLocation(holder.name);
}

function isPartOfType(node: ts.Node): boolean {
  return (
    ts.isTypeLiteralNode(node) ||
    ts.isUnionTypeNode(node) ||
    ts.isIntersectionTypeNode(node) ||
    ts.isParenthesizedTypeNode(node)
  );
}

function names(comment: string, member: string): boolean {
  return comment.split(/\W+/).includes(member);
}

function sourceOf(declaration: ts.Declaration): string {
  const file = declaration.getSourceFile().fileName.replace(/^.*\/packages\//, '');
  return file.replace('/dist/', '/src/').replace(/\.d\.ts$/, '.ts');
}
