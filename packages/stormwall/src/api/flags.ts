import { jsonIssues } from '@partner-apis/core/vendor';
import { z } from 'zod';

/**
 * A flag as Stormwall wants it: "always the integers 0 and 1, never the JSON boolean" (manual, flags). `command()` and the typed methods
 * do this by themselves for every boolean in `query` and `body`.
 *
 * @throws TypeError for anything but a boolean, 0 or 1.
 */
export function flag(value: boolean | 0 | 1): 0 | 1 {
  if (value === true || value === 1) return 1;
  if (value === false || value === 0) return 0;
  throw new TypeError('A flag is true, false, 1 or 0.');
}

/** Whether a flag in an answer is set: 1, also when it came as `true` or `"1"`. Absent is not set. */
export function isFlagSet(value: unknown): boolean {
  return value === 1 || value === true || value === '1';
}

/** A query with its booleans as 0 and 1; arrays keep their order, as repeated keys. */
export const flaggedQuery = z
  .record(z.string(), z.unknown())
  .transform((query) =>
    Object.fromEntries(
      Object.entries(query).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.map(withFlag) : withFlag(value),
      ]),
    ),
  )
  .optional();

function withFlag(value: unknown): unknown {
  return typeof value === 'boolean' ? flag(value) : value;
}

/** A body as it will stand on the wire, with its booleans as 0 and 1 however deep they are. */
export const flaggedBody = z.unknown().transform((body) => {
  if (body === undefined) return undefined;
  // What is lost in JSON is refused by the core, which names it as the caller does.
  if (jsonIssues(body).length > 0) return body;
  // By way of text, so that what an object's own toJSON gives is covered too.
  const value: unknown = JSON.parse(JSON.stringify(body, (_, member: unknown) => withFlag(member)));
  return value;
});
