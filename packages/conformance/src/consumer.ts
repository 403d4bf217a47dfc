import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectedExports } from './expected-exports.ts';
import { runOrThrow } from './run.ts';
import { readManifest, root, type WorkspacePackage } from './workspace.ts';

const templates = fileURLToPath(new URL('../consumer/', import.meta.url));

/** An empty project outside the workspace, with the tarballs and everything they need installed as a user would do it. */
export async function createConsumer(
  directory: string,
  packages: readonly WorkspacePackage[],
  tarballs: readonly string[],
): Promise<void> {
  const entries = packages.flatMap((item) => item.entries);
  cpSync(templates, directory, { recursive: true });
  const files = filesOf(entries);
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(join(directory, file), content);
  }
  const peers = packages
    .flatMap(({ manifest }) => Object.entries(manifest.peerDependencies ?? {}))
    .map(([name, range]) => `${name}@${range}`);
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts', '--loglevel=error'];
  const types = `@types/node@${readManifest(join(root, 'node_modules/@types/node')).version}`;
  await runOrThrow('npm', ['install', ...flags, types, ...peers, ...tarballs], directory);
}

function filesOf(entries: readonly string[]): Record<string, string> {
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  };
  return {
    'package.json': JSON.stringify({ name: 'consumer', private: true }),
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['esm.mts', 'cjs.cts'] }),
    'esm.mts': typescript(entries, (entry, name) => `import * as ${name} from '${entry}';`),
    'cjs.cts': typescript(entries, (entry, name) => `import ${name} = require('${entry}');`),
  };
}

/** Imports every entry and touches every name it promises, so that the compiler looks into all of them. */
function typescript(entries: readonly string[], statement: (entry: string, name: string) => string): string {
  const imports = entries.map((entry, index) => statement(entry, `entry${index}`));
  const uses = entries.flatMap((entry, index) => [
    `console.log(Object.keys(entry${index}));`,
    ...(expectedExports[entry] ?? []).map((name) => `console.log(entry${index}.${name});`),
  ]);
  return [...imports, ...uses].join('\n');
}
