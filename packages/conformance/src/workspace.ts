import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the checks need of a manifest. */
export interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  exports: Record<string, string | Record<string, string>>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  packageManager?: string;
}

export interface WorkspacePackage {
  directory: string;
  manifest: Manifest;
  /** What a user writes after `from`: the name itself and every subpath that is code, fixtures of a test runner aside, which alone can load them. */
  entries: string[];
}

export const root = fileURLToPath(new URL('../../../', import.meta.url));

export function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
}

/** The pnpm that this workspace is pinned to, as a package to run. */
export const packageManager = readManifest(root).packageManager ?? 'pnpm';

/** Names of the packages of the workspace that are never published. */
export function privateNames(): ReadonlySet<string> {
  const manifests = globSync(['packages/*/package.json', 'examples/package.json'], { cwd: root }).map(
    (file) => readManifest(join(root, dirname(file))),
  );
  return new Set(manifests.filter((manifest) => manifest.private === true).map(({ name }) => name));
}

/** Every package that is published, found in the workspace: a new one is checked from the day it exists. */
export function publicPackages(): WorkspacePackage[] {
  return globSync('packages/*/package.json', { cwd: root })
    .sort()
    .map((file) => join(root, dirname(file)))
    .map((directory) => ({ directory, manifest: readManifest(directory) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ directory, manifest }) => ({
      directory,
      manifest,
      entries: Object.entries(manifest.exports)
        .filter(([subpath, target]) => typeof target !== 'string' && subpath !== './vitest')
        .map(([subpath]) => manifest.name + subpath.slice(1)),
    }));
}
