import { glob, readFile } from 'node:fs/promises';
import { operations } from '@partner-apis/reestro';
import { createSandbox } from '@partner-apis/sandbox';
import { expect, test } from 'vitest';

test('every operation says how well it is evidenced, and where', () => {
  expect(operations).toHaveLength(50);
  expect(Object.isFrozen(operations) && operations.every(Object.isFrozen)).toBe(true);
  for (const { id, evidence, source, summary } of operations) {
    expect(['manual', 'vendor-docs', 'third-party'], id).toContain(evidence);
    expect(source.length, id).toBeGreaterThan(5);
    expect(summary.length, id).toBeGreaterThan(5);
  }
  expect(operations.filter(({ evidence }) => evidence === 'manual').map(({ id }) => id)).toEqual([
    'crypto.events.list',
  ]);
});

test('nothing that destroys has only third-party evidence', () => {
  const weak = operations.filter(({ evidence }) => evidence === 'third-party');
  for (const { id, method } of weak) expect(['GET', 'POST'], id).toContain(method);
  expect(weak.filter(({ method }) => method !== 'GET').map(({ id }) => id)).toEqual([
    'assessment.checks.create',
  ]);
});

test('the sandbox serves each of them, and no others', () => {
  const ids = operations.map(({ id }) => id);
  let said = '';
  try {
    createSandbox().faults.inject({ vendor: 'reestro', operation: '-', kind: 'reset' });
  } catch (error) {
    said = String(error);
  }
  const [, list = ''] = /it has ([^;]+?)\.?$/m.exec(said) ?? [];
  expect(list.split(', ').toSorted()).toEqual(ids.toSorted());
});

test('the guide has a row for each, with its evidence', async () => {
  const guide = await readFile(new URL('../../../docs/reestro.md', import.meta.url), 'utf8');
  const rows = Array.from(
    guide.matchAll(/^\| `([a-zA-Z.]+)` \| `([A-Z]+) ([^`]+)` \| (manual|vendor-docs|third-party) \|$/gm),
    ([, id, method, path, evidence]) => ({ id, method, path, evidence }),
  );
  expect(rows).toEqual(operations.map(({ id, method, path, evidence }) => ({ id, method, path, evidence })));
});

test('the description of every method that is not of the manual begins with its evidence', async () => {
  const sources = new URL('../src/', import.meta.url);
  const methods: [name: string, description: string][] = [];
  for await (const file of glob('*/*.ts', { cwd: sources })) {
    const text = await readFile(new URL(file, sources), 'utf8');
    // The feed of certificates has the class of the other feeds, whose properties say it.
    if (file.endsWith('event-feed.ts')) continue;
    for (const [, comment = '', name = ''] of text.matchAll(
      /\/\*\*((?:(?!\*\/)[^])*)\*\/\n {2}(\w+)\((?:(?!\n {2}\})[^])*?\): (?:ApiCall|Promise|AsyncIterable|Feed)</g,
    ))
      methods.push([`${file} ${name}`, comment.replaceAll(/[\s*]+/g, ' ').trim()]);
  }
  expect(methods.length).toBeGreaterThan(45);
  for (const [name, description] of methods)
    expect(description, name).toMatch(/^(?:Vendor documentation, partial|Third-party evidence only): /);
});
