import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

/** Where to start in a list, and how far to go. */
export interface Paging {
  /** Items to skip. Default: the vendor's, 0. The manual names the member in answers only; as a parameter it is a guess. */
  readonly offset?: number | undefined;
  /** Most items in one answer. Default: the vendor's. The same guess. */
  readonly limit?: number | undefined;
  /** Most pages that one iteration asks for. Default: that of the client, 10,000. */
  readonly maxPages?: number | undefined;
}

/** The most pages of one iteration, when nobody says otherwise. */
export const DEFAULT_MAX_PAGES = 10_000;

/** A limit on pages, as an option. */
export const maxPagesSchema = once(() =>
  z.optional(z.int('must be an integer').check(z.gte(1, 'must be 1 or more'))),
);

/** The query of a list command; `maxPages` stays here. */
export const pagingQuery = once(() =>
  z.pipe(
    z.strictObject({
      offset: z.optional(z.int('must be an integer').check(z.nonnegative('must be 0 or more'))),
      limit: z.optional(z.int('must be an integer').check(z.gte(1, 'must be 1 or more'))),
      maxPages: maxPagesSchema(),
    }),
    z.transform(({ offset, limit }) => ({ offset, limit })),
  ),
);
