import type { Issue, RequestValidationError } from '@partner-apis/core';
import { checkArguments, invalidArguments } from '@partner-apis/core/vendor';
import * as z from 'zod';

const nameOf = (operation: string) => ({ vendor: 'astral', title: 'Astral.Platform', operation });

/** The error for arguments that were refused before anything was sent. */
export function invalid(operation: string, issues: readonly Issue[]): RequestValidationError {
  return invalidArguments(nameOf(operation), issues);
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
  checkArguments(nameOf(operation), options, shape, args);
}

/** An optional callback. */
export const callbackSchema = z
  .custom((value) => typeof value === 'function', 'must be a function')
  .optional();
