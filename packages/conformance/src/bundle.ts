import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** A bundle for Node.js. */
export interface Bundle {
  readonly code: string;
  /** Thousands of bytes, packed by gzip at its best. */
  readonly kb: number;
  /** Every package of which something is inside. */
  readonly packages: readonly string[];
}

/** Bundles one name of one package as a user's program would that is made into one minified file. */
export async function bundle(
  directory: string,
  { from, name, without }: { from: string; name: string; without: readonly string[] },
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
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const inside = inputs
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => packageOf(file));
  const code = outputFiles.map(({ text }) => text).join('');
  return { code, kb: gzipSync(code, { level: 9 }).length / 1000, packages: [...new Set(inside)] };
}

function packageOf(file: string): string[] {
  const name = /.*node_modules\/(?<name>@[^/]+\/[^/]+|[^/]+)/.exec(file)?.groups?.['name'];
  return name === undefined ? [] : [name];
}
