import type { JsonSchema } from './json-schema.ts';

/**
 * The document with what its schemas define for themselves, such as one that holds itself, in `components`: a reference inside a document is
 * read from its root.
 */
export function withSharedSchemas(
  document: JsonSchema & { components: { schemas: JsonSchema } },
): JsonSchema {
  const names = new Map<string, string>();
  const schemas: JsonSchema = { ...document.components.schemas };
  const moved = walk(document) as typeof document;
  return { ...moved, components: { ...moved.components, schemas } };

  function walk(node: unknown, local: ReadonlyMap<string, string> = new Map()): unknown {
    if (Array.isArray(node)) return node.map((item) => walk(item, local));
    if (typeof node !== 'object' || node === null) return node;
    const { $defs, ...rest } = node as JsonSchema;
    const known = $defs === undefined ? local : named($defs as JsonSchema);
    return Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [
        key,
        key === '$ref' && typeof value === 'string' ? (known.get(value) ?? value) : walk(value, known),
      ]),
    );
  }

  /** Names for definitions: one for those that read alike. */
  function named(definitions: JsonSchema): ReadonlyMap<string, string> {
    const texts = Object.entries(definitions).map(([key, value]) => [key, JSON.stringify(value)] as const);
    for (const [, text] of texts) if (!names.has(text)) names.set(text, `Recursive${names.size + 1}`);
    const references = new Map(
      texts.map(([key, text]) => [`#/$defs/${key}`, `#/components/schemas/${names.get(text)}`]),
    );
    for (const [key, text] of texts) {
      schemas[names.get(text) ?? key] = walk(definitions[key], references);
    }
    return references;
  }
}
