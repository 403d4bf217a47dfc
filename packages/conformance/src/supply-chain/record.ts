import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspace.ts';

/** What was known of a package when somebody last looked at it. */
export interface Recorded {
  readonly version: string;
  /** SHA-512 of the tarball, in hex. */
  readonly hash: string;
  readonly licence: string;
  readonly repository: string;
  /** ISO date on which this version was published; absent where the registry does not tell. */
  readonly published?: string;
  /** Accounts that may publish it; absent where the registry does not tell. */
  readonly maintainers?: readonly string[];
}

export type SupplyRecord = Readonly<Record<string, Recorded>>;

const FILE = join(root, 'packages/conformance/supply-chain.json');

/** The packages that an install of ours brings along, as they were accepted. */
export function readRecord(): SupplyRecord {
  // Boundary: writeRecord wrote it.
  return JSON.parse(readFileSync(FILE, 'utf8')) as SupplyRecord;
}

export function writeRecord(record: SupplyRecord): void {
  writeFileSync(FILE, `${JSON.stringify(record, null, 2)}\n`);
}
