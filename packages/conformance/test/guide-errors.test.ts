import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as asna from '@partner-apis/asna';
import * as astral from '@partner-apis/astral';
import * as core from '@partner-apis/core';
import * as reestro from '@partner-apis/reestro';
import * as stormwall from '@partner-apis/stormwall';
import { describe, expect, test } from 'vitest';
import { root } from '../src/workspace.ts';

/** Every class of error that a package exports, with its code. */
function exportedErrors(): string[] {
  const exported: Readonly<Record<string, unknown>> = {
    ...core,
    ...astral,
    ...stormwall,
    ...asna,
    ...reestro,
  };
  return Object.entries(exported).flatMap(([name, value]) => {
    if (typeof value !== 'function' || value === core.PartnerApiError || !isError(value)) return [];
    // Classes differ in what they want beside the message; this has all of it.
    const anything = { headers: {}, issues: [], attempts: [], softErrors: [], status: 0, httpStatus: 0 };
    const rest = Array.from({ length: value.length - 1 }, () => anything);
    const made: unknown = Reflect.construct(value, ['message', ...rest]);
    return core.isPartnerApiError(made) ? [`${name} ${made.code}`] : [];
  });
}

/** Not by `instanceof`, which goes by the names that an error carries and a class does not. */
function isError(value: unknown): boolean {
  return (
    value === core.PartnerApiError || (typeof value === 'function' && isError(Object.getPrototypeOf(value)))
  );
}

describe.each(['docs/errors.md', 'docs/ru/errors.md'])('%s', (page) => {
  test('has every class of error that a package exports, with its code, and no other', () => {
    const rows = readFileSync(join(root, page), 'utf8').matchAll(/^\| `(\w+Error)`<br>`([A-Z_]+)` \|/gm);
    const listed = Array.from(rows, ([, name, code]) => `${name} ${code}`);
    expect(listed.toSorted()).toEqual(exportedErrors().toSorted());
  });
});
