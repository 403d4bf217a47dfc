import { build, type Metafile } from 'esbuild';
import ts from 'typescript';

/** Parts of a client, by where their sources lie; the first that fits. */
const PARTS: readonly (readonly [name: string, sources: RegExp])[] = [
  ['the consumer', /\/astral\/src\/consumer\//],
  ['packets', /\/astral\/src\/packets\/|\/form-data-encoder\//],
  ['tokens', /\/asna\/src\/auth\/|\/oauth4webapi\//],
  ['the durable feed', /\/core\/src\/feed\//],
  ['files on the disk', /\/core\/src\/(?:disk|download|memory)\//],
  ['the way over fetch', /\/core\/src\/transport\/fetch\//],
  ['transports', /\/core\/src\/transport\//],
  ['errors and advice', /\/core\/src\/(?:errors|failure)\//],
  ['retries', /\/core\/src\/retry\/|\/p-retry\/|\/is-network-error\//],
  ['request pipeline', /\/core\//],
];
const REST = 'methods and schemas';

/**
 * How large the parts of what a client's start loads are, without undici and zod, as shares of a whole that is 1: by their minified bytes, from
 * the sources, which the build puts together in few files.
 */
export async function partsOf(from: string, name: string): Promise<ReadonlyMap<string, number>> {
  const { start } = await bundleOf(from, name, { without: ['undici', 'zod'], fromSources: true });
  const parts = new Map<string, number>();
  // Of a manifest, only the version is left once the packages are built.
  const inputs = start
    .flatMap(({ inputs: inside }) => Object.entries(inside))
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.endsWith('.json'));
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

/** A file that a bundler made. */
export interface BundledFile {
  readonly code: string;
  /** By source. */
  readonly inputs: Metafile['outputs'][string]['inputs'];
}

/** What esbuild makes of one import, for Node.js, minified: what is loaded at the start, and what is loaded later. */
export async function bundleOf(
  from: string,
  name: string,
  {
    without = [],
    split = true,
    fromSources = false,
  }: { readonly without?: readonly string[]; readonly split?: boolean; readonly fromSources?: boolean },
): Promise<{ readonly start: readonly BundledFile[]; readonly later: readonly BundledFile[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from '${from}';`, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    splitting: split,
    outdir: 'bundle',
    format: 'esm',
    platform: 'node',
    external: ['@opentelemetry/api', ...without],
    ...(fromSources && { conditions: ['@partner-apis/source'] }),
    legalComments: 'none',
    logLevel: 'error',
    metafile: true,
    write: false,
  });
  const atStart = new Set(
    Object.entries(metafile.outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint === '<stdin>' ? [path] : [],
    ),
  );
  for (const path of atStart)
    for (const needed of metafile.outputs[path]?.imports ?? [])
      if (needed.kind !== 'dynamic-import' && needed.path in metafile.outputs) atStart.add(needed.path);
  const files = Object.entries(metafile.outputs).map(([path, { inputs }]) => ({
    code: outputFiles.find((file) => file.path.endsWith(path))?.text ?? '',
    inputs,
    early: atStart.has(path),
  }));
  return { start: files.filter(({ early }) => early), later: files.filter(({ early }) => !early) };
}
