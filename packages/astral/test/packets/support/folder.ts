import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder, without links in its path, that goes with the test. */
export function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'partner-apis-packets-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Everything in a folder, hidden files too, with contents as text. */
export function listing(path: string): Record<string, string> {
  const names = readdirSync(path, { withFileTypes: true });
  return Object.fromEntries(
    names.map((item) => [item.name, item.isFile() ? readFileSync(join(path, item.name), 'utf8') : 'no file']),
  );
}
