import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from './run.ts';
import { writeBoms } from './supply-chain/boms.ts';
import { packageManager, root, type WorkspacePackage } from './workspace.ts';

/** Milliseconds, on a machine that has other work. */
const BUILD_LIMIT = 600_000;

/** Builds what is older than its sources, and packs each package as `pnpm publish` would. The paths of the tarballs, in order. */
export async function packAll(packages: readonly WorkspacePackage[], destination: string): Promise<string[]> {
  await buildStale(packages);
  await writeBoms();
  return Promise.all(packages.map(({ directory }) => pack(directory, destination)));
}

/** Builds all packages where one is older than its sources. */
export async function buildStale(packages: readonly WorkspacePackage[]): Promise<void> {
  if (packages.some(isStale))
    await runOrThrow(join(root, 'node_modules/.bin/tsdown'), [], root, { timeout: BUILD_LIMIT });
}

async function pack(directory: string, destination: string): Promise<string> {
  const arguments_ = ['--yes', packageManager, 'pack', '--json', '--pack-destination', destination];
  const output = await runOrThrow('npx', arguments_, directory);
  const { filename } = JSON.parse(output.slice(output.indexOf('{'))) as { filename: string };
  return filename;
}

/** Directories count too: removing a file changes nothing but them. */
function isStale({ directory }: WorkspacePackage): boolean {
  const inputs = [
    'src',
    'src/**',
    'package.json',
    '../conformance/src/build/*',
    '../../tsdown.config.ts',
    '../../tsconfig.base.json',
  ];
  const changed = (file: string): number => statSync(join(directory, file)).mtimeMs;
  const built = Math.min(...globSync('dist/*.js', { cwd: directory }).map(changed));
  return (
    !Number.isFinite(built) || globSync(inputs, { cwd: directory }).some((file) => changed(file) > built)
  );
}
