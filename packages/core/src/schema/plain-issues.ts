import type * as z from 'zod/mini';
import { $ZodObject, safeParse } from 'zod/v4/core';
import type { Issue } from '../errors/request-validation-error.ts';
import { zodWords } from './zod-words.ts';

/**
 * What is wrong with a value that a program gave, in plain words where the schema has none of its own; empty where nothing is.
 *
 * @param hidden - Names that the schema knows and that are nothing to a program: where others are listed, these are not.
 */
export function issuesIn(
  schema: z.core.$ZodType,
  value: unknown,
  hidden: readonly string[] = [],
): readonly Issue[] {
  const { error } = safeParse(schema, value, {
    error: (issue) => plainWords(issue, hidden) ?? zodWords(issue),
  });
  return (error?.issues ?? []).map(({ path, message }) => ({
    path: path.map((key) => (typeof key === 'number' ? key : String(key))),
    message,
  }));
}

/** How messages say that names are not known where they stand. */
export function notOptions(names: readonly string[], known: readonly string[]): string {
  const verb = names.length === 1 ? 'is not an option' : 'are not options';
  return `${names.join(', ')} ${verb} here; these are: ${known.join(', ')}`;
}

/** Undefined leaves an issue to the words of zod. */
function plainWords(issue: z.core.$ZodRawIssue, hidden: readonly string[]): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.inst instanceof $ZodObject
        ? notOptions(
            issue.keys,
            Object.keys(issue.inst._zod.def.shape).filter((name) => !hidden.includes(name)),
          )
        : undefined;
    case 'invalid_type': {
      const wanted = WANTED[issue.expected];
      if (issue.input !== undefined) return wanted === undefined ? undefined : `must be ${wanted}`;
      return wanted === undefined ? 'is missing' : `is missing: it must be ${wanted}`;
    }
    case 'invalid_value':
      return `must be ${issue.values.map((one) => (typeof one === 'string' ? `'${one}'` : String(one))).join(' or ')}`;
    case 'too_small':
      if (issue.origin !== 'number' && issue.origin !== 'int') return undefined;
      return issue.inclusive === false
        ? `must be more than ${issue.minimum}`
        : `must be ${issue.minimum} or more`;
    default:
      return undefined;
  }
}

/** Types by zod's names for them, as messages call them. */
const WANTED: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  date: 'a Date',
};
