import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Runtime {
  name: string;
  executable: string;
  /** False on a platform for which the optional dependency has no binary. */
  installed: boolean;
}

function runtime(name: string, alias: string): Runtime {
  const executable = fileURLToPath(new URL(`../node_modules/${alias}/bin/node`, import.meta.url));
  return { name, executable, installed: existsSync(executable) };
}

/** The oldest Node.js we promise, the one this runs on, and the newest line. */
export const supported: readonly Runtime[] = [
  runtime('Node 22.19', 'node22'),
  { name: `Node ${process.versions.node}`, executable: process.execPath, installed: true },
  runtime('Node 26', 'node26'),
];

export const tooOld = runtime('Node 20', 'node20');
