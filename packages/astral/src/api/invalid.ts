import type { Issue, RequestValidationError } from '@partner-apis/core/user';
import { callable, checkArguments, invalidArguments } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

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
  shape: z.core.$ZodShape,
  args?: { readonly schema: z.ZodMiniType; readonly values: Readonly<Record<string, unknown>> },
): void {
  checkArguments(nameOf(operation), options, shape, args);
}

/** An optional callback. */
export const callbackSchema = z.lazy(() => z.optional(callable));
