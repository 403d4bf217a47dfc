import { type Issue, RequestValidationError } from '@partner-apis/core';
import { callOptionIssues, describeIssues } from '@partner-apis/core/vendor';
import { z } from 'zod';

/** The error for arguments that were refused before anything was sent. */
export function invalid(operation: string, issues: readonly Issue[]): RequestValidationError {
  return new RequestValidationError(
    `Astral.Platform ${operation} was not sent, its arguments are invalid: ${describeIssues(issues)}.`,
    issues,
    { vendor: 'astral', operation },
  );
}

/**
 * Checks what a method takes of its own before anything is sent: its arguments, and its options, which may be those of every call too.
 * Throws RequestValidationError with every issue.
 */
export function checkCall(
  operation: string,
  options: unknown,
  shape: z.ZodRawShape,
  args?: { readonly schema: z.ZodType; readonly values: Readonly<Record<string, unknown>> },
): void {
  const wrong = args?.schema.safeParse(args.values).error?.issues ?? [];
  const issues = [
    ...wrong.map(({ path, message }) => ({ path: path.map(keyOf), message })),
    ...callOptionIssues(options, shape),
  ];
  if (issues.length > 0) throw invalid(operation, issues);
}

function keyOf(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}

/** An optional callback. */
export const callbackSchema = z
  .custom((value) => typeof value === 'function', 'must be a function')
  .optional();
