import type * as z from 'zod';
import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/** One thing that is wrong with a value, and where. */
export interface Issue {
  /** Property names and indexes from the outside in; empty for the value itself. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** `path: message` for each issue, as one line. */
export function describeIssues(issues: readonly Issue[]): string {
  const shown = issues.slice(0, 8).map((issue) => {
    return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
  });
  if (issues.length > shown.length) shown.push(`and ${issues.length - shown.length} more`);
  return shown.join('; ');
}

/**
 * What is wrong with a value that a program gave, in plain words where the schema has none of its own; empty where nothing is.
 *
 * @param hidden - Names that the schema knows and that are nothing to a program: where others are listed, these are not.
 */
export function issuesIn(
  schema: z.ZodType,
  value: unknown,
  hidden: readonly string[] = [],
): readonly Issue[] {
  const { error } = schema.safeParse(value, { error: (issue) => plainWords(issue, hidden) });
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
      return notOptions(
        issue.keys,
        namesIn(issue.inst).filter((name) => !hidden.includes(name)),
      );
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

/** Names of the members that the schema of an object has. */
function namesIn(schema: z.core.$ZodRawIssue['inst']): readonly string[] {
  const def = schema?._zod.def;
  return def !== undefined && 'shape' in def && typeof def.shape === 'object' && def.shape !== null
    ? Object.keys(def.shape)
    : [];
}

/** Arguments of a call that cannot be sent; `issues` lists all of them. Code `REQUEST_VALIDATION`. */
export class RequestValidationError extends PartnerApiError {
  static override readonly kind = 'RequestValidationError';
  declare readonly code: 'REQUEST_VALIDATION';
  readonly issues: readonly Issue[];

  constructor(message: string, issues: readonly Issue[], context?: ErrorContext) {
    super('REQUEST_VALIDATION', message, context);
    this.issues = issues;
  }

  protected override details(): Record<string, unknown> {
    return { issues: this.issues };
  }
}
