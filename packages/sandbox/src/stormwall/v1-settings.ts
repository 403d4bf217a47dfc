import * as z from 'zod';

/** The schema of {@link V1Settings}. */
export const v1Schema = z.strictObject({
  paging: z.enum(['taken', 'ignored', 'refused']),
  missingObject: z.union([z.literal(404), z.literal(400), z.literal(403)]),
  blacklist: z.enum(['add', 'replace']),
});

/** What can be switched, where the manual leaves version 1 a choice. */
export interface V1Settings {
  /** What becomes of `limit` and `offset`, which the manual names in answers only: taken, ignored, or refused with 400. Default `taken`. */
  paging: 'taken' | 'ignored' | 'refused';
  /** Status of an object that does not exist: the manual has 404 for commands. Default 404. */
  missingObject: 404 | 400 | 403;
  /** What PUT does with the blacklist of a domain: it adds to what is there, or replaces it. Default `add`. */
  blacklist: 'add' | 'replace';
}

/** The settings at the start and after a reset. */
export function defaultV1(): V1Settings {
  return { paging: 'taken', missingObject: 404, blacklist: 'add' };
}
