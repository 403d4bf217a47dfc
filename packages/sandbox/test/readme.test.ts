import { readFile } from 'node:fs/promises';
import { createSandbox } from '@partner-apis/sandbox';
import { expect, it } from 'vitest';
import { operationIds } from '../src/faults/operation-ids.ts';

/** The operations that a vendor has, in order, as the error about an unknown one lists them. */
function operationsOf(vendor: 'astral' | 'stormwall' | 'asna' | 'reestro'): string[] {
  try {
    createSandbox().faults.inject({ vendor, operation: 'none', kind: 'reset' });
  } catch (error) {
    const [, list] = /it has ([^;]+?)\.?$/m.exec(String(error)) ?? [];
    if (list !== undefined) return list.split(', ').toSorted();
  }
  throw new Error(`${vendor} says nothing about its operations`);
}

it.each(['astral', 'stormwall', 'asna', 'reestro'] as const)(
  'editors complete the operations of %s that a fault can name',
  (vendor) => {
    expect([...operationIds[vendor]].toSorted()).toEqual(operationsOf(vendor));
  },
);

it.each(['astral', 'stormwall', 'asna', 'reestro'] as const)(
  'the README lists the operations of %s that a fault can name',
  async (vendor) => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const [, row = ''] = new RegExp(`^\\| \`${vendor}\` \\| (.*) \\|$`, 'm').exec(readme) ?? [];

    expect(Array.from(row.matchAll(/`([^`]+)`/g), ([, name = '']) => name).toSorted()).toEqual(
      operationsOf(vendor),
    );
  },
);
