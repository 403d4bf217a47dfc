import { check, issuesIn, withShortWay, zodWords } from '@partner-apis/core/vendor';
import { beforeEach, expect, test } from 'vitest';
import * as z from 'zod/mini';

// `zod` sets English for a whole process as soon as it makes a schema; a program that has only our packages has nothing set.
beforeEach(() => {
  z.config({ localeError: undefined });
});

const schema = z.looseObject({ id: z.string() });
const short = withShortWay(schema, () => undefined);

test.each([
  ['an answer', () => check(schema, { id: 5 })],
  ['an answer with a short way', () => check(short, { id: 5 })],
  ['an answer that is asked for its words', () => schema.safeParse({ id: 5 }, { error: zodWords }).error],
])('%s that is wrong says what was expected, also where nobody gave zod its words', async (_, wrong) => {
  const { issues = [] } = (await wrong()) ?? {};
  expect(issues.map(({ path, message }) => [path, message])).toEqual([
    [['id'], 'Invalid input: expected string, received number'],
  ]);
});

test('what zod says of an argument without plain words is no bare "Invalid input"', () => {
  const [issue] = issuesIn(z.strictObject({ name: z.string().check(z.maxLength(2)) }), { name: 'abc' });
  expect(issue?.message).toMatch(/2/);
});

test('the language that a program has set stays', async () => {
  z.config({ localeError: () => 'неверно' });
  expect(await check(schema, { id: 5 })).toEqual({ issues: [{ path: ['id'], message: 'неверно' }] });
});
