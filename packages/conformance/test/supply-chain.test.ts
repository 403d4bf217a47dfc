import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bom, readBoms } from '../src/supply-chain/boms.ts';
import { recordProblems, sourceProblems, supplyProblems } from '../src/supply-chain/check.ts';
import { dependenciesPage } from '../src/supply-chain/page.ts';
import { peerReasons, reasons } from '../src/supply-chain/reasons.ts';
import { readRecord, type SupplyRecord } from '../src/supply-chain/record.ts';
import { peers, type RuntimePackage, runtimePackages } from '../src/supply-chain/runtime-packages.ts';
import { root } from '../src/workspace.ts';

let boms: ReadonlyMap<string, Bom>;
let installed: readonly RuntimePackage[];

beforeAll(async () => {
  boms = await readBoms();
  installed = runtimePackages(boms);
}, 60_000);

test('nothing runs at an install, everything comes from the registry, and somebody has looked at it', () => {
  expect(supplyProblems(installed)).toEqual([]);
});

test('docs/dependencies.md is what `pnpm supply-chain` writes', () => {
  const page = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  expect(page).toBe(dependenciesPage(boms, readRecord()));
});

test('every dependency that a manifest of ours names has a reason, and no reason is left over', () => {
  const named = installed.filter(({ namedBy }) => namedBy.some((name) => boms.has(`@partner-apis/${name}`)));
  expect(named.map(({ name }) => name).toSorted()).toEqual(Object.keys(reasons).toSorted());
  expect([...new Set(peers().map(({ name }) => name))].toSorted()).toEqual(
    Object.keys(peerReasons).toSorted(),
  );
});

describe('it is noticed', () => {
  const [first] = [{ name: 'a', version: '1.0.0', hash: 'aa', licence: 'MIT', repository: 'r' }];
  const one: RuntimePackage = { ...first, bytes: 1, namedBy: ['core'] };
  const { name: _, ...known } = first;
  const record: SupplyRecord = { a: known };

  test.each<[string, Partial<RuntimePackage>, RegExp]>([
    ['that a package is new', { name: 'b' }, /b is new/],
    ['that it has another version', { version: '1.0.1' }, /is 1\.0\.1 now/],
    ['that the same version has another hash', { hash: 'bb' }, /another hash/],
    ['that its licence has changed', { licence: 'ISC' }, /under ISC now/],
    ['that nobody has allowed its licence', { licence: 'AGPL-3.0' }, /nobody has allowed/],
    ['that its sources have moved', { repository: 'elsewhere' }, /elsewhere/],
  ])('%s', (_name, change, says) => {
    expect(recordProblems([one], record)).toEqual([]);
    expect(recordProblems([{ ...one, ...change }], record).join('\n')).toMatch(says);
  });

  test('that one is gone', () => {
    expect(recordProblems([], record)).toEqual(['a is in the record and is not installed any more.']);
  });

  test('that a package does not come from the registry', () => {
    const hash = `${'A'.repeat(86)}==`;
    const good = `  a@1.0.0:\n    resolution: {integrity: sha512-${hash}}\n\n`;
    const bad = "  'b@https://host/b.tgz':\n    resolution: {tarball: https://host/b.tgz}\n\n";
    expect(sourceProblems(`packages:\n\n${good}snapshots:\n`)).toEqual([]);
    expect(sourceProblems(`packages:\n\n${good}${bad}snapshots:\n`)).toHaveLength(1);
  });
});
