import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directories = new Set<string>();

/** A directory for this process's files only; it goes when it is removed or when the process exits. */
export async function makeTemporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-apis-sandbox-'));
  // One listener for all of them: a test run makes many sandboxes.
  if (directories.size === 0) process.once('exit', removeAll);
  directories.add(directory);
  return directory;
}

/** Removes such a directory with all that is in it. */
export function removeTemporaryDirectory(directory: string): void {
  if (!directories.delete(directory)) return;
  rmSync(directory, { recursive: true, force: true });
  if (directories.size === 0) process.off('exit', removeAll);
}

function removeAll(): void {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
}
