import { cpSync, globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from './run.ts';
import { packageManager, readManifest, root, type WorkspacePackage } from './workspace.ts';

const templates = fileURLToPath(new URL('../matrix/projects/declarations/', import.meta.url));

/**
 * A project that writes out the types of all that clients give back, as a user's own library does. It is installed by pnpm, under whose layout
 * the compiler cannot name what a package does not export: what the packages of a package export is out of reach.
 */
export async function createEmitProject(
  directory: string,
  packages: readonly WorkspacePackage[],
  tarballs: readonly string[],
): Promise<void> {
  cpSync(templates, directory, { recursive: true });
  const files = globSync('*.mts', { cwd: templates });
  const names = files.map((file) => `@partner-apis/${file.replace('.mts', '')}`);
  const locations = Object.fromEntries(
    packages.map(({ manifest }, index) => [manifest.name, `file:${tarballs[index] ?? ''}`]),
  );
  const { version } = readManifest(join(root, 'node_modules/@types/node'));
  const dependencies = {
    ...Object.fromEntries(names.map((name) => [name, locations[name]])),
    '@types/node': version,
  };
  const write = (file: string, content: object): void =>
    writeFileSync(join(directory, file), JSON.stringify(content));
  write('package.json', { name: 'emit', private: true, type: 'module', dependencies });
  // JSON is YAML as well.
  write('pnpm-workspace.yaml', { packages: ['.'], overrides: locations });
  const install = ['--yes', packageManager, 'install', '--ignore-scripts', '--prefer-offline'];
  await runOrThrow('npx', install, directory);
}
