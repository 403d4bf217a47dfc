import type { CallOptions } from '@partner-apis/core';
import { type Answer, onTheWire, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { isObject } from './normal.ts';

/** What a conditional read resolves to: `modified` says whether there are new `data`, or they are what they were; `etag` is their tag. */
export type Conditional<T> =
  | {
      readonly modified: true;
      readonly data: T;
      /** For the next read, as it came; undefined where the vendor sent none. */
      readonly etag?: string | undefined;
    }
  | { readonly modified: false; readonly etag?: string | undefined };

/** Options of a conditional read. */
export interface ConditionalOptions extends CallOptions {
  /** The `etag` of an earlier read. It goes out as it came, without quotes. Default: the data are sent in any case. */
  readonly ifNoneMatch?: string | undefined;
}

/** The parameter behind that option; it goes out as a header. */
export const tag = once(() =>
  z.optional(
    z
      .string('must be a string')
      .check(z.regex(/^[\x21-\x7e\x80-\xff]+$/, 'must not be empty, nor have spaces or control characters')),
  ),
);

/** The answer of a conditional read. */
export function conditional<S extends z.ZodMiniType>(data: S) {
  const etag = z.optional(z.string());
  const read = z.discriminatedUnion('modified', [
    z.object({ modified: z.literal(true), data, etag }),
    z.object({ modified: z.literal(false), etag }),
  ]);
  return onTheWire(read, () => data);
}

/** Makes 304 a result, and puts the tag beside the data. */
export function readConditional<T>({ status, headers, body }: Answer): { readonly value: T } | undefined {
  const etag = headers['etag'];
  const read =
    status === 304
      ? { modified: false, etag }
      : status >= 200 && status <= 299 && isObject(body)
        ? { modified: true, data: body, etag }
        : undefined;
  // The operation's schema checks it.
  return read === undefined ? undefined : { value: read as T };
}

/** The options of the call, with the tag as a header. One that cannot be sent is refused as a parameter. */
export function tagged({ ifNoneMatch, ...options }: ConditionalOptions): CallOptions {
  return tag().safeParse(ifNoneMatch).success && ifNoneMatch !== undefined
    ? { ...options, headers: { ...options.headers, 'if-none-match': ifNoneMatch } }
    : options;
}
