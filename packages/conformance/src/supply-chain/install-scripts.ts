import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../workspace.ts';

/** Scripts that npm and pnpm run by themselves when a package is installed. */
const BY_THEMSELVES = ['preinstall', 'install', 'postinstall'];

/**
 * The installed packages that want to run something when they are installed. The lockfile does not say so, so it is read in their manifests; those
 * that exist for other platforms only are not among them.
 */
export function packagesWithInstallScripts(): readonly string[] {
  const manifests = globSync('node_modules/.pnpm/*/node_modules/{*,@*/*}/package.json', { cwd: root });
  const names = manifests.flatMap((file) => {
    // Boundary: the manifest of an installed package.
    const { name, scripts = {} } = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
      name?: string;
      scripts?: Record<string, string>;
    };
    // npm compiles what has a binding.gyp and no script of its own.
    const compiles = existsSync(join(root, dirname(file), 'binding.gyp'));
    return name !== undefined && (compiles || BY_THEMSELVES.some((script) => script in scripts))
      ? [name]
      : [];
  });
  return [...new Set(names)].toSorted();
}

/** What pnpm-workspace.yaml says about them: whether each may run its scripts. */
export function allowedBuilds(): ReadonlyMap<string, boolean> {
  const text = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const section = /^allowBuilds:\n((?: {2}.*\n?)*)/m.exec(text)?.[1] ?? '';
  return new Map(
    Array.from(section.matchAll(/^ {2}'?([^':]+)'?: (true|false)$/gm), ([, name = '', allowed]) => [
      name,
      allowed === 'true',
    ]),
  );
}
