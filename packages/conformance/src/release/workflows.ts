import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace.ts';

/** The workflows of GitHub in this repository. */
export function readWorkflows(): { file: string; text: string }[] {
  return globSync('.github/workflows/*.yml', { cwd: root })
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}
