import type * as z from 'zod/mini';
import { describeIssues, type Issue, RequestValidationError } from '../errors/request-validation-error.ts';
import { callOptionIssues } from '../runtime/options.ts';
import { issuesIn } from '../schema/plain-issues.ts';

/** A call, as errors name it. */
export interface CallName {
  /** Lower-case name of the vendor. */
  readonly vendor: string;
  /** Name of the vendor for people. */
  readonly title: string;
  /** The operation's id. */
  readonly operation: string;
}

/** The error for arguments that were refused before anything was sent. */
export function invalidArguments(
  { vendor, title, operation }: CallName,
  issues: readonly Issue[],
): RequestValidationError {
  return new RequestValidationError(
    `${title} ${operation} was not sent, its arguments are invalid: ${describeIssues(issues)}.`,
    issues,
    { vendor, operation },
  );
}

/**
 * Checks what a method takes of its own before anything is sent: its arguments, and its options, which may be those of every call too.
 *
 * @throws RequestValidationError with every issue.
 */
export function checkArguments(
  call: CallName,
  options: unknown,
  shape: z.core.$ZodShape,
  args?: { readonly schema: z.ZodMiniType; readonly values: Readonly<Record<string, unknown>> },
): void {
  const wrong = args === undefined ? [] : issuesIn(args.schema, args.values);
  const issues = [...wrong, ...callOptionIssues(options, shape)];
  if (issues.length > 0) throw invalidArguments(call, issues);
}
