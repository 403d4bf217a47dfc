import { jsonIssues, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { flag } from './flag.ts';

/** A query with its booleans as 0 and 1; arrays keep their order, as repeated keys. */
export const flaggedQuery = once(() =>
  z.optional(
    z.pipe(
      z.record(z.string(), z.unknown()),
      z.transform((query) =>
        Object.fromEntries(
          Object.entries(query).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.map(withFlag) : withFlag(value),
          ]),
        ),
      ),
    ),
  ),
);

function withFlag(value: unknown): unknown {
  return typeof value === 'boolean' ? flag(value) : value;
}

/** A body as it will stand on the wire, with its booleans as 0 and 1 however deep they are. */
export const flaggedBody = once(() =>
  z.pipe(
    z.unknown(),
    z.transform((body) => {
      if (body === undefined) return undefined;
      // What is lost in JSON is refused by the core, which names it as the caller does.
      if (jsonIssues(body).length > 0) return body;
      // By way of text, so that what an object's own toJSON gives is covered too.
      const value: unknown = JSON.parse(JSON.stringify(body, (_, member: unknown) => withFlag(member)));
      return value;
    }),
  ),
);
