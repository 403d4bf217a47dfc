import ts from 'typescript';
import { type Declarations, declaredIn, type Exported, isHidden, target } from './declarations.ts';

/** A type of somebody else's package that a program meets in what one of ours exports. */
export interface ForeignType {
  /** Entry point, such as `@partner-apis/core/vendor`. */
  readonly entry: string;
  /** Exported name that needs it. */
  readonly name: string;
  /** Package that it comes from. */
  readonly from: string;
}

/** Of Node.js and of the language, which every program has. */
const EVERYWHERE = ['@types/node', 'typescript', 'undici-types'];

/**
 * Types of other packages in what is exported: in signatures, and in whatever those are made of that is not exported itself. What is marked
 * `@internal`, private or protected is left out.
 */
export function foreignTypes({ checker, exported }: Declarations): readonly ForeignType[] {
  const found = new Map<string, ForeignType>();
  const own = new Set(exported.map(({ symbol }) => symbol));

  const look = ({ entry, name, symbol: root }: Exported): void => {
    const seen = new Set<ts.Symbol>([root]);
    const visit = (node: ts.Node): void => {
      if (isHidden(node)) return;
      if (ts.isIdentifier(node)) refer(node);
      ts.forEachChild(node, visit);
    };
    const refer = (node: ts.Identifier): void => {
      const symbol = checker.getSymbolAtLocation(node);
      const meant = symbol === undefined ? undefined : target(checker, symbol);
      const [declaration] = meant?.declarations ?? [];
      if (meant === undefined || declaration === undefined || seen.has(meant)) return;
      seen.add(meant);
      const from = packageOf(declaration);
      if (from !== undefined) found.set(`${entry.name} ${name} ${from}`, { entry: entry.name, name, from });
      // What is exported, here or by another package of ours, is looked at on its own.
      else if (declaredIn(meant, entry.directory) && !own.has(meant)) meant.declarations?.forEach(visit);
    };
    root.declarations?.forEach(visit);
  };

  exported.forEach(look);
  return [...found.values()];
}

/** The package of others that declares it; undefined for ours, and for what every program has. */
function packageOf(declaration: ts.Declaration): string | undefined {
  const { fileName } = declaration.getSourceFile();
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(fileName) ?? [];
  return name === undefined || EVERYWHERE.includes(name) ? undefined : name.replace(/^@types\//, '');
}
