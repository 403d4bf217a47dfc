import { operations as asna } from '@partner-apis/asna';
import { operations as astral } from '@partner-apis/astral';
import { operations as reestro } from '@partner-apis/reestro';
import { operations as stormwall } from '@partner-apis/stormwall';
import ts from 'typescript';
import { type Declarations, isInternal, isOurs } from './declarations.ts';

/** The clients, with what the ids of their operations begin with. */
const clients = [
  { client: 'AstralClient', prefix: '', operations: astral },
  { client: 'StormwallV3Client', prefix: 'v3.', operations: stormwall },
  { client: 'StormwallV2Client', prefix: 'v2.', operations: stormwall },
  { client: 'StormwallClient', prefix: '', operations: stormwall },
  { client: 'AsnaClient', prefix: '', operations: asna },
  { client: 'ReestroClient', prefix: '', operations: reestro },
];

/** Operations that a method of another name sends as well. */
const sharing: Readonly<Record<string, string>> = {
  'v2.attacks.l3': 'v2.attacks.list',
  'v2.attacks.l7': 'v2.attacks.list',
};

/** Methods of clients whose comment does not say where their endpoint is documented (`@see`), or what they throw or reject with. */
export function methodProblems({ checker, exported }: Declarations): readonly string[] {
  const taken = new Set<string>();
  return clients.flatMap(({ client, prefix, operations }) => {
    const symbol = exported.find(({ name }) => name === client)?.symbol;
    if (symbol === undefined) return [`There is no ${client}.`];
    const methods = methodsOf(checker, checker.getDeclaredTypeOfSymbol(symbol));
    const own = operations.filter(({ id }) => id.startsWith(prefix) && !taken.has(id));
    for (const { id } of own) taken.add(id);
    return [
      ...own.flatMap(({ id, source }) => {
        const path = (sharing[id] ?? id).slice(prefix.length);
        const method = methods.get(path);
        if (method === undefined) return [`${client} has no method ${path} for the operation ${id}.`];
        return tagged(checker, method, 'see').includes(source)
          ? []
          : [`${client}.${path} lacks "@see ${source}".`];
      }),
      ...[...methods].flatMap(([path, method]) =>
        tagged(checker, method, 'throws').length > 0 || /ejects/.test(commentOf(checker, method))
          ? []
          : [`${client}.${path} does not say what it throws or rejects with.`],
      ),
    ];
  });
}

/** Every method of a client and of its resources, by its path. */
function methodsOf(checker: ts.TypeChecker, client: ts.Type, path = ''): Map<string, ts.Symbol> {
  const found = new Map<string, ts.Symbol>();
  for (const member of client.getProperties()) {
    const [declaration] = member.declarations ?? [];
    // What is named by a symbol is for the language.
    if (
      declaration === undefined ||
      !isOurs(declaration) ||
      isInternal(member) ||
      member.name.startsWith('__')
    )
      continue;
    const type = checker.getTypeOfSymbol(member);
    if (type.getCallSignatures().length > 0) found.set(path + member.name, member);
    else
      for (const [inner, method] of methodsOf(checker, type, `${path}${member.name}.`))
        found.set(inner, method);
  }
  return found;
}

function tagged(checker: ts.TypeChecker, symbol: ts.Symbol, name: string): readonly string[] {
  return symbol
    .getJsDocTags(checker)
    .filter((tag) => tag.name === name)
    .map(({ text }) => ts.displayPartsToString(text).replaceAll(/\s+/g, ' '));
}

function commentOf(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker));
}
