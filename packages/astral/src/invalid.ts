import { describeIssues, type Issue, RequestValidationError } from '@partner-apis/core';
import { z } from 'zod';

/** The error for arguments that were refused before anything was sent. */
export function invalid(operation: string, issues: readonly Issue[]): RequestValidationError {
  return new RequestValidationError(
    `Astral.Platform ${operation} was not sent, its arguments are invalid: ${describeIssues(issues)}.`,
    issues,
    { vendor: 'astral', operation },
  );
}

/** Checks options that the pipeline does not know. Throws RequestValidationError with every issue. */
export function checkOptions(operation: string, schema: z.ZodType, options: unknown): void {
  const { error } = schema.safeParse(options);
  if (error !== undefined) throw invalid(operation, issuesOf(error));
}

function issuesOf(error: z.ZodError): Issue[] {
  return error.issues.map(({ path, message }) => ({
    path: path.map((key) => (typeof key === 'number' ? key : String(key))),
    message,
  }));
}

/** An optional callback. */
export const callbackSchema = z
  .custom((value) => typeof value === 'function', 'must be a function')
  .optional();
