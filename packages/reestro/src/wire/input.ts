import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

// What is sent is checked before a socket opens. Patterns that the documentation gives and its own examples break are not enforced.

/** Text that can stand in a URL or a body: not empty, no control characters. */
export function textUpTo(most: number) {
  return z
    .string('must be a string')
    .check(
      z.minLength(1, 'must not be empty'),
      z.maxLength(most, `must not be longer than ${most.toLocaleString('en')} characters`),
      z.regex(/^[^\p{Cc}]*$/u, 'must not have control characters'),
    );
}

/** Text of any length that makes sense. */
export const text = once(() => textUpTo(4_096));

/** An id. The documentation calls all of them GUIDs, and not all of them are: what is one is for the vendor to say. */
export const id = once(() => textUpTo(512));

/** A day. */
export const day = once(() =>
  z.string('must be a string').check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2011-01-31')),
);

/** A date-time of ISO 8601. */
export const moment = once(() =>
  z
    .string('must be a string')
    .check(
      z.regex(
        /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$/i,
        'must be a date-time such as 2011-01-31T15:03:01Z',
      ),
    ),
);

/** How many items to get. */
export function count(most: number) {
  const message = `must be an integer from 1 to ${most}`;
  return z.optional(z.int(message).check(z.gte(1, message), z.lte(most, message)));
}

/** An object whose members the documentation does not show in full. */
export const loose = once(() => z.record(z.string(), z.unknown(), 'must be an object'));

/** A stored file, as it is sent. */
export const sentContent = once(() =>
  z.looseObject({
    contentId: id(),
    contentType: z.optional(text()),
    contentName: z.optional(text()),
    md5: z.optional(z.string('must be a string').check(z.regex(/^[0-9a-f]{32}$/i, 'must be 32 hex digits'))),
  }),
);

/** Says which of several members is missing or too many: exactly one is given. */
export function exactlyOne(...names: readonly string[]) {
  return (value: object, context: z.core.$RefinementCtx): void => {
    const given = names.filter((name) => Reflect.get(value, name) !== undefined);
    if (given.length === 1) return;
    const what = given.length === 0 ? 'none is there' : `${given.join(' and ')} are there`;
    const path = given.slice(1, 2);
    context.addIssue({
      code: 'custom',
      path,
      message: `takes exactly one of ${names.join(', ')}, but ${what}`,
    });
  };
}
