import { issuesIn, operationList, schemasOf } from '@partner-apis/core/vendor';
import { expect, test } from 'vitest';
import * as z from 'zod';

const schema = z.strictObject({
  name: z.string(),
  count: z.int().min(1),
  share: z.number().gt(0),
  kind: z.enum(['one', 'two']),
  anything: z.custom((value) => value !== undefined).nonoptional(),
  short: z.string().min(2).optional(),
});
const right = { name: 'x', count: 1, share: 0.5, kind: 'one', anything: true };

test.each([
  [{ ...right, name: undefined }, 'name', /^is missing: it must be a string$/],
  [{ ...right, name: 5 }, 'name', /^must be a string$/],
  [{ ...right, count: 0 }, 'count', /^must be 1 or more$/],
  [{ ...right, share: 0 }, 'share', /^must be more than 0$/],
  [{ ...right, kind: 'three' }, 'kind', /^must be 'one' or 'two'$/],
  [{ ...right, short: 'x' }, 'short', /2/],
  [{ ...right, cuont: 1 }, '', /^cuont is not an option here; these are: name, count, share, kind,/],
  [{ ...right, a: 1, b: 2 }, '', /^a, b are not options here/],
])('what is wrong with %j is said in plain words', (value, path, words) => {
  const issues = issuesIn(schema, value);
  expect(issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  expect(issues[0]?.message).toMatch(words);
});

test('a value that is right has no issues, and a hidden name is not listed', () => {
  expect(issuesIn(schema, right)).toEqual([]);
  expect(issuesIn(schema, { ...right, x: 1 }, ['count'])[0]?.message).not.toContain('count');
});

test('an operation says how well it is evidenced, and its schemas are found by its entry only', () => {
  const declared = {
    id: 'a.b',
    summary: 'Does it',
    source: 'a manual',
    method: 'GET',
    path: '/a',
    safety: 'read',
    response: z.unknown(),
  } as const;
  expect(() => operationList([declared])).toThrow('a.b does not say how well it is evidenced.');
  const [entry] = operationList([{ ...declared, evidence: 'manual' }]);
  if (entry === undefined) throw new Error('No entry.');
  expect(schemasOf(entry)?.response).toBe(declared.response);
  expect(schemasOf({ ...entry })).toBeUndefined();
});
