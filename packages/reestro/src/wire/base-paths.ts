import type { Caller } from '@partner-apis/core/vendor';
import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

/** Where the parts of the API are. The vendor's examples do not agree about all of them, so each can be moved. */
export const BASE_PATHS = {
  /** Certificate forms, their events, signatures. */
  crypto: '/realty/crypto/v2',
  /** Stored files. */
  drive: '/realty/drive/v2',
  /** Document flows and monitoring of Rosreestr. */
  rosreestr: '/realty/rosreestr/v2',
  /** Subjects. */
  entity: '/realty/entity/v1',
  /** Newer examples have the singular, `/realty/entity/v1/representative`. */
  representatives: '/realty/entity/v1/representatives',
  /** Other programs use `/realty/assessment/v2.1`. */
  assessment: '/realty/assessment/v1',
  /** Events of checks. */
  assessmentEvents: '/realty/assessment/v2',
  /** Addresses and objects of real estate. */
  address: '/realty/address',
  /** Prepaid balances. */
  billing: '/realty/billing/v1',
  /** Couriers who identify persons. */
  identification: '/realty/identification/v1',
  /** Inspections. */
  inspection: '/realty/web/inspection-api/v1',
} as const;

/** Other places for parts of the API, by name. */
export type BasePaths = { readonly [Part in keyof typeof BASE_PATHS]?: string };

const path = once(() =>
  z.optional(
    z
      .string()
      .check(z.regex(/^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/, 'must be a path such as /realty/entity/v1')),
  ),
);

/** The schema of that option. */
export const basePathsSchema = z.lazy(() =>
  z.optional(z.strictObject(Object.fromEntries(Object.keys(BASE_PATHS).map((name) => [name, path()])))),
);

/** A caller that sends to other places. The longest base path that an operation begins with is the one of its part. */
export function moved(caller: Caller, places: BasePaths | undefined): Caller {
  if (places === undefined) return caller;
  // Boundary: the schema lets no other names through.
  const bases = Object.entries<string | undefined>(places)
    .map(([name, place]) => [Reflect.get(BASE_PATHS, name) as string, place] as const)
    .toSorted(([a], [b]) => b.length - a.length);
  const placeOf = (at: string): string => {
    const found = bases.find(([base]) => at === base || at.startsWith(`${base}/`));
    return found?.[1] === undefined ? at : found[1] + at.slice(found[0].length);
  };
  return {
    runtime: caller.runtime,
    call: (operation, input, options) =>
      caller.call({ ...operation, path: placeOf(operation.path) }, input, options),
  };
}
