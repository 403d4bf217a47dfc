import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { idSchema } from '../api/ids.ts';

/** Where version 3 is known from, and how well. */
export const known = {
  source: 'public programs that use the Stormwall API, version 3',
  evidence: 'third-party',
} as const;

/** A domain in a path. */
export const of = z.lazy(() => z.strictObject({ domainId: idSchema() }));

/** Text that may be missing or null. */
export const words = once(() => z.nullish(z.string()));
/** A number that may be missing or null. */
export const number = once(() => z.nullish(z.number()));

/** An answer of which nothing is known: whatever it is, or nothing. */
export function nothing({
  status,
  body,
}: {
  readonly status: number;
  readonly body: unknown;
}): { value: unknown } | undefined {
  return body === undefined && status >= 200 && status <= 299 ? { value: undefined } : undefined;
}

/** Of a deletion: 404 after a retry of our own means that the first try did it. */
export function goneBefore(
  { status }: { readonly status: number },
  attempts: number,
): { value: undefined } | undefined {
  return status === 404 && attempts > 1 ? { value: undefined } : undefined;
}
