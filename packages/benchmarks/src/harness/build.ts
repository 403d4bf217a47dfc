import { execFile } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../../../', import.meta.url));

/**
 * Builds `dist` of the packages where a source is newer: what is measured is what gets published. Measuring processes run without the export
 * condition under which the workspace uses sources.
 */
export async function buildWhatIsStale(): Promise<void> {
  if (publicPackages().some(isStale)) {
    await promisify(execFile)(process.execPath, ['--run', 'build'], { cwd: root });
  }
}

function publicPackages(): string[] {
  const manifests = globSync('packages/*/package.json', { cwd: root }).map((file) => join(root, file));
  return manifests
    .filter((file) => !/"private": true/.test(readFileSync(file, 'utf8')))
    .map((file) => dirname(file));
}

/** Directories count too: removing a file changes nothing but them. */
function isStale(directory: string): boolean {
  const built = statSync(join(directory, 'dist/index.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const inputs = ['src', 'src/**', 'package.json', '../../tsdown.config.ts', '../../tsconfig.base.json'];
  return globSync(inputs, { cwd: directory }).some((file) => statSync(join(directory, file)).mtimeMs > built);
}
