import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';

/** Every public package, with the source of each of its entry points (and of its command line) as its manifest names them. */
const packages = readdirSync(new URL('packages/', import.meta.url))
  .map((directory) => ({ cwd: `packages/${directory}`, manifest: readManifest(directory) }))
  .filter(({ manifest }) => manifest.private !== true);

export default defineConfig(
  packages.map(({ cwd, manifest }): UserConfig => ({
    name: manifest.name,
    cwd,
    entry: sourcesOf(manifest),
    root: 'src',
    // One file per module, side effects kept: the Node.js check must run before undici is evaluated, in the output as in the source.
    unbundle: true,
    treeshake: false,
    deps: { neverBundle: true },
    platform: 'node',
    target: 'node22.19',
    fixedExtension: false,
    sourcemap: true,
    dts: { sourcemap: true },
    report: false,
    checks: { bundlerTimings: false },
    failOnWarn: true,
  })),
);

interface Manifest {
  name: string;
  private?: boolean;
  exports: Record<string, string | { '@partner-apis/source': string }>;
  bin?: Record<string, string>;
}

function sourcesOf({ exports, bin = {} }: Manifest): string[] {
  const modules = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target['@partner-apis/source']],
  );
  const commands = Object.values(bin).map((file) =>
    file.replace('./dist/', './src/').replace(/\.js$/, '.ts'),
  );
  return [...modules, ...commands];
}

function readManifest(directory: string): Manifest {
  return JSON.parse(
    readFileSync(new URL(`packages/${directory}/package.json`, import.meta.url), 'utf8'),
  ) as Manifest;
}
