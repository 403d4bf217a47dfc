import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const EXAMPLE = fileURLToPath(new URL('../../../../examples/astral-three-workers.ts', import.meta.url));

test(
  'three processes with limitMax 2, 2 and 4 share the events as section 3.2 of the manual has it',
  { timeout: 60_000 },
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--conditions=@partner-apis/source',
      EXAMPLE,
    ]);
    const counts = (/→ ([\d :]+) events/.exec(stdout)?.[1] ?? '').split(' : ').map(Number);
    const total = counts.reduce((sum, count) => sum + count, 0);
    process.stdout.write(stdout);
    expect(total).toBe(300);
    const [first = 0, second = 0, third = 0] = counts.map((count) => count / total);
    // A quarter, a quarter and a half; a busy machine may shift it somewhat.
    expect(third).toBeGreaterThan(0.4);
    expect(third).toBeLessThan(0.6);
    expect(Math.abs(first - second)).toBeLessThan(0.1);
  },
);
