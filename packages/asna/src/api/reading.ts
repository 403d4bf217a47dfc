import type { CallOptions } from '@partner-apis/core';
import type { Answer } from '@partner-apis/core/vendor';
import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

/**
 * How ASNA is asked to write an answer. `json-full` is `application/x-json-full`; the documentation that explains the difference could not
 * be read.
 */
export type AsnaAccept = 'json' | 'json-full';

/** Options of a call that only reads. */
export interface AsnaReadOptions extends CallOptions {
  /** Default `json`. */
  readonly accept?: AsnaAccept;
}

const TYPES: Readonly<Record<AsnaAccept, string>> = {
  json: 'application/json',
  'json-full': 'application/x-json-full',
};

/** What every call takes beside the common options. */
export const callShape = {
  accept: z.lazy(() => z.optional(z.enum(['json', 'json-full'], 'must be json or json-full'))),
};

/** The options with the header that says so. */
export function reading(options: AsnaReadOptions | undefined): CallOptions | undefined {
  if (options?.accept === undefined || !Object.hasOwn(TYPES, options.accept)) return options;
  return { ...options, headers: { accept: TYPES[options.accept], ...options.headers } };
}

/** An empty body, 204 and null all mean that there is nothing, which is `empty`. */
export function nothingIs<T>(empty: T): (answer: Answer) => { value: T } | undefined {
  return ({ status, body }) =>
    status === 204 || ((body === undefined || body === null) && status === 200)
      ? { value: empty }
      : undefined;
}

/** Text that may be missing or null. */
export const text = once(() => z.nullish(z.string()));
/** A number that may be missing or null. */
export const number = once(() => z.nullish(z.number()));
