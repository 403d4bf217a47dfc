import { operations } from '@partner-apis/astral';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

test('every endpoint is of the manual, and the guide has a row for each', async () => {
  expect(Object.isFrozen(operations)).toBe(true);
  expect(operations.map(({ evidence }) => evidence)).toEqual(operations.map(() => 'manual'));
  for (const { id, source } of operations) expect(source, id).toMatch(/^Astral\.Platform manual, section \d/);
  const guide = await readFile(new URL('../../../docs/astral.md', import.meta.url), 'utf8');
  const rows = Array.from(
    guide.matchAll(/^\| `([a-zA-Z.]+)` \| `([A-Z]+) ([^`]+)` \| (manual|vendor-docs|third-party) \|$/gm),
    ([, id, method, path, evidence]) => ({ id, method, path, evidence }),
  );
  expect(rows).toEqual(operations.map(({ id, method, path, evidence }) => ({ id, method, path, evidence })));
});
