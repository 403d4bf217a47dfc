import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runOrThrow } from './run.ts';

/** A project of its own, outside the workspace: only tests need these Node.js versions, so no install of the workspace fetches them. */
const home = fileURLToPath(new URL('../runtimes/', import.meta.url));

export interface Runtime {
  name: string;
  executable: string;
  /** False on a platform for which there is no binary. */
  available: boolean;
}

function runtime(name: string, alias: string): Runtime {
  const available = process.platform === 'linux' && process.arch === 'x64';
  return { name, executable: `${home}node_modules/${alias}/bin/node`, available };
}

/** The oldest Node.js we promise, the one this runs on, and the newest line. */
export const supported: readonly Runtime[] = [
  runtime('Node 22.19', 'node22'),
  { name: `Node ${process.versions.node}`, executable: process.execPath, available: true },
  runtime('Node 26', 'node26'),
];

export const tooOld = runtime('Node 20', 'node20');

/** Fetches those that are missing, as their lockfile has them. */
export async function fetchRuntimes(): Promise<void> {
  const missing = [tooOld, ...supported].some(
    ({ available, executable }) => available && !existsSync(executable),
  );
  if (missing) await runOrThrow('npm', ['ci', '--prefer-offline', '--loglevel=error'], home);
}
