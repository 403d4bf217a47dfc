import ts from 'typescript';
import { type Declarations, isOurs } from './declarations.ts';

/** Exported types whose members are options: what is left out has a default, or stands for something. */
const OPTIONS = /(?:Options|Settings|Limits)$/;

/** Words that say what leaving an option out means. */
const SAID = /\b(?:default|absent|without it|unless)\b/i;

/** Optional members of options whose comment does not say what holds without them. Small objects say it of each member. */
export function withoutDefault({ checker, exported }: Declarations): readonly string[] {
  const seen = new Set<ts.Node>();
  const missing: string[] = [];

  const look = (path: string, type: ts.Type): void => {
    for (const member of type.getProperties()) {
      const [declaration] = member.declarations ?? [];
      if (declaration === undefined || seen.has(declaration) || !isOurs(declaration)) continue;
      if ((member.flags & ts.SymbolFlags.Optional) === 0) continue;
      seen.add(declaration);
      const given = checker.getNonNullableType(checker.getTypeOfSymbol(member));
      const comment = ts.displayPartsToString(member.getDocumentationComment(checker));
      if (SAID.test(comment) || ofNothing(given)) continue;
      if (given.symbol?.flags === ts.SymbolFlags.TypeLiteral) look(`${path}.${member.name}`, given);
      else missing.push(`${path}.${member.name}`);
    }
  };

  for (const { entry, name, symbol } of exported)
    if (OPTIONS.test(name)) look(`${entry.name} ${name}`, checker.getDeclaredTypeOfSymbol(symbol));
  return missing;
}

/** A member that is there to be left out: `readonly sid?: undefined`. */
function ofNothing(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Never) !== 0;
}
