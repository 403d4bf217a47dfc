import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What in a workspace keeps its packages from being published, a sentence each. */
export function workspaceProblems(workspace: string, version: string, tag: string | undefined): string[] {
  const notes = globSync('.changeset/*.md', { cwd: workspace }).filter((file) => !file.endsWith('README.md'));
  const inPreMode = globSync('.changeset/pre.json', { cwd: workspace }).length > 0;
  return [
    ...notes
      .toSorted()
      .map(
        (file) =>
          `${file} has not become part of a changelog: run pnpm changeset version, and look at what it wrote (before 1.0.0 write it into its entries by hand).`,
      ),
    ...(inPreMode && !version.includes('-')
      ? [`.changeset/pre.json is there, but ${version} is no pre-release: run pnpm changeset pre exit.`]
      : []),
    ...(tag !== undefined && tag !== `v${version}`
      ? [`The tag is ${tag}, and the packages are ${version}: the tag would be v${version}.`]
      : []),
  ];
}

/** Changelogs that the list of them at the root leaves out, a sentence each. */
export function listProblems(workspace: string, folders: readonly string[]): string[] {
  const list = readFileSync(join(workspace, 'CHANGELOG.md'), 'utf8');
  return folders
    .filter((folder) => !list.includes(`(${folder}/CHANGELOG.md)`))
    .map((folder) => `CHANGELOG.md does not lead to ${folder}/CHANGELOG.md.`);
}
