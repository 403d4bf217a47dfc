import { build } from 'esbuild';
import ts from 'typescript';

/** Parts of a client, by where their sources lie; the first that fits. */
const PARTS: readonly (readonly [name: string, sources: RegExp])[] = [
  ['the consumer', /\/astral\/src\/consumer\//],
  ['packets', /\/astral\/src\/packets\/|\/form-data-encoder\//],
  ['tokens', /\/asna\/src\/auth\/|\/oauth4webapi\//],
  ['the durable feed', /\/core\/src\/feed\//],
  ['files on the disk', /\/core\/src\/(?:disk|download|memory)\//],
  ['transports', /\/core\/src\/transport\//],
  ['errors and advice', /\/core\/src\/(?:errors|failure)\//],
  ['request pipeline', /\/core\/|\/p-retry\/|\/is-network-error\//],
];
const REST = 'methods and schemas';

/**
 * How large the parts of a client are, without undici and zod, as shares of a whole that is 1: by their minified bytes, from the sources, which the
 * build puts together in few files.
 */
export async function partsOf(from: string, name: string): Promise<ReadonlyMap<string, number>> {
  const { metafile } = await build({
    ...bundleOf(from, name, ['undici', 'zod']),
    conditions: ['@partner-apis/source'],
    metafile: true,
  });
  const parts = new Map<string, number>();
  // Of a manifest, only the version is left once the packages are built.
  const inputs = Object.entries(Object.values(metafile.outputs)[0]?.inputs ?? {}).filter(
    ([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.endsWith('.json'),
  );
  const whole = inputs.reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  for (const [path, { bytesInOutput }] of inputs) {
    const [part] = PARTS.find(([, sources]) => sources.test(`/${path}`)) ?? [REST];
    parts.set(part, (parts.get(part) ?? 0) + bytesInOutput / whole);
  }
  return new Map([...parts].toSorted(([, one], [, other]) => other - one));
}

/** Letters from which on a text is a sentence, or a good part of one. */
const SENTENCE = 25;

/** Code without what it says: every text that is long enough for a sentence is taken out. */
export function withoutSentences(code: string): string {
  const source = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.Latest);
  const found: { readonly pos: number; readonly end: number }[] = [];
  const look = (node: ts.Node): void => {
    const isPart = ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if ((ts.isStringLiteralLike(node) || isPart) && node.text.length >= SENTENCE)
      found.push({ pos: node.getStart(source), end: node.end });
    node.forEachChild(look);
  };
  look(source);
  let kept = '';
  let from = 0;
  for (const { pos, end } of found) {
    kept += code.slice(from, pos);
    from = end;
  }
  return kept + code.slice(from);
}

/** What one import makes of a bundle for Node.js, minified; for esbuild. */
export function bundleOf(from: string, name: string, without: readonly string[]) {
  return {
    stdin: { contents: `export { ${name} } from '${from}';`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    external: ['@opentelemetry/api', ...without],
    legalComments: 'none',
    write: false,
  } as const satisfies Parameters<typeof build>[0];
}
