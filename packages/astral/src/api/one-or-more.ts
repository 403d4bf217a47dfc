import { issuesIn, onTheWire } from '@partner-apis/core/vendor';
import * as z from 'zod';

/**
 * One item or a list of them, as a list. Issues are named after what was given: only those of a list have an index.
 *
 * @param quick - A short way for lists in which everything is right; undefined where the schema has to look.
 */
export function oneOrMore<Out, In>(
  item: z.ZodType<Out, In>,
  list: z.ZodType<readonly Out[], readonly In[]>,
  quick: (list: readonly unknown[]) => readonly Out[] | undefined = () => undefined,
): z.ZodType<readonly Out[], In | readonly In[]> {
  const single = item.transform((only) => [only]);
  const either = z.custom<In | readonly In[]>().transform((given, context) => {
    const known = Array.isArray(given) ? quick(given) : undefined;
    if (known !== undefined) return known;
    const schema = Array.isArray(given) ? list : single;
    const { data } = schema.safeParse(given);
    if (data !== undefined) return data;
    for (const { path, message } of issuesIn(schema, given)) {
      context.issues.push({ code: 'custom', path: [...path], message, input: given });
    }
    return z.NEVER;
  });
  return onTheWire(either, () => list);
}
