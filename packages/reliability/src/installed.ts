import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a command is there: on PATH, or where Debian puts servers. */
export function isInstalled(command: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, command)));
}
