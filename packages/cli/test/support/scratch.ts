import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory for one test. */
export async function scratch(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-apis-cli-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}
