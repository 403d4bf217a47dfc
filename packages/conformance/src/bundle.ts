import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Metafile } from 'esbuild';

/** A bundle for Node.js. */
export interface Bundle {
  readonly code: string;
  /** Thousands of bytes, packed by gzip at its best. */
  readonly kb: number;
  /** Every package of which something is inside. */
  readonly packages: readonly string[];
}

/** What is bundled, and how. */
export interface Bundling {
  readonly from: string;
  readonly name: string;
  /** What stays outside. */
  readonly without: readonly string[];
  /** In files, of which only those count that are loaded at the start; otherwise all is in one. */
  readonly split?: boolean;
}

/** Bundles one name of one package as a user's program would, minified. */
export async function bundle(
  directory: string,
  { from, name, without, split = false }: Bundling,
  format: 'cjs' | 'esm' = 'esm',
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from '${from}';`, resolveDir: directory },
    bundle: true,
    minify: true,
    format,
    platform: 'node',
    external: ['@opentelemetry/api', ...without],
    legalComments: 'none',
    metafile: true,
    write: false,
    splitting: split,
    outdir: 'out',
  });
  const start = atStart(metafile);
  const files = outputFiles.filter(({ path }) => [...start].some((file) => path.endsWith(basename(file))));
  const inputs = [...start].flatMap((file) => Object.entries(metafile.outputs[file]?.inputs ?? {}));
  const inside = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => packageOf(file));
  const bytes = files.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  const code = files.map(({ text }) => text).join('');
  return { code, kb: bytes / 1000, packages: [...new Set(inside)] };
}

/** The file that is loaded first, and all that it imports: not what it loads later. */
function atStart({ outputs }: Metafile): ReadonlySet<string> {
  const files = new Set(Object.keys(outputs).filter((file) => outputs[file]?.entryPoint === '<stdin>'));
  for (const file of files)
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind !== 'dynamic-import' && path in outputs) files.add(path);
  return files;
}

function packageOf(file: string): string[] {
  const name = /.*node_modules\/(?<name>@[^/]+\/[^/]+|[^/]+)/.exec(file)?.groups?.['name'];
  return name === undefined ? [] : [name];
}
