import * as z from 'zod';

// What is sent is checked before a socket opens. Patterns that the documentation gives and its own examples break are not enforced.

/** Text that can stand in a URL or a body: not empty, no control characters. */
export const text = z
  .string('must be a string')
  .min(1, 'must not be empty')
  .max(4_096, 'must not be longer than 4,096 characters')
  .regex(/^[^\p{Cc}]*$/u, 'must not have control characters');

/** An id. The documentation calls all of them GUIDs, and not all of them are: what is one is for the vendor to say. */
export const id = text.max(512, 'must not be longer than 512 characters');

/** A day. */
export const day = z
  .string('must be a string')
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2011-01-31');

/** A date-time of ISO 8601. */
export const moment = z
  .string('must be a string')
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$/i,
    'must be a date-time such as 2011-01-31T15:03:01Z',
  );

/** How many items to get. */
export function count(most: number) {
  const message = `must be an integer from 1 to ${most}`;
  return z.int(message).min(1, message).max(most, message).optional();
}

/** An object whose members the documentation does not show in full. */
export const loose = z.record(z.string(), z.unknown(), 'must be an object');

/** A stored file, as it is sent. */
export const sentContent = z.looseObject({
  contentId: id,
  contentType: text.optional(),
  contentName: text.optional(),
  md5: z
    .string('must be a string')
    .regex(/^[0-9a-f]{32}$/i, 'must be 32 hex digits')
    .optional(),
});

/** Says which of several members is missing or too many: exactly one is given. */
export function exactlyOne(...names: readonly string[]) {
  return (value: object, context: z.RefinementCtx): void => {
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
