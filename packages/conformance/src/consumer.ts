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

/** The types of msw, on which this entry rests, need those of a browser. */
const NEEDS_DOM = ['@partner-apis/sandbox/msw'];

/** Two TypeScript projects: one of a server, with what Node.js has, and one that has the browser's types too. */
function filesOf(entries: readonly string[]): Record<string, string> {
  const onServer = entries.filter((entry) => !NEEDS_DOM.includes(entry));
  return {
    'package.json': JSON.stringify({ name: 'consumer', private: true }),
    'tsconfig.json': tsconfig(['es2023'], 'server'),
    'tsconfig.dom.json': tsconfig(['es2023', 'dom', 'dom.iterable'], 'dom'),
    'server.mts': imports(onServer, (entry, name) => `import * as ${name} from '${entry}';`),
    'server.cts': imports(onServer, (entry, name) => `import ${name} = require('${entry}');`),
    'dom.mts': imports(entries, (entry, name) => `import * as ${name} from '${entry}';`),
    'dom.cts': imports(entries, (entry, name) => `import ${name} = require('${entry}');`),
  };
}

function tsconfig(lib: string[], name: string): string {
  const compilerOptions = {
    target: 'es2022',
    lib,
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  };
  return JSON.stringify({ compilerOptions, files: [`${name}.mts`, `${name}.cts`] });
}

/** Imports every entry and touches every name it promises, so that the compiler looks into all of them. */
function imports(entries: readonly string[], statement: (entry: string, name: string) => string): string {
  const uses = entries.flatMap((entry, index) => [
    `console.log(Object.keys(entry${index}));`,
    ...(expectedExports[entry] ?? []).map((name) => `console.log(entry${index}.${name});`),
  ]);
  return [...entries.map((entry, index) => statement(entry, `entry${index}`)), ...uses].join('\n');
}
