import { onTheWire } from '@partner-apis/core/vendor';
import * as z from 'zod';

/** One item or a list of them, as a list. Issues are named after what was given: only those of a list have an index. */
export function oneOrMore<Out, In>(
  item: z.ZodType<Out, In>,
  list: z.ZodType<readonly Out[], readonly In[]>,
): z.ZodType<readonly Out[], In | readonly In[]> {
  const either = z.custom<In | readonly In[]>().transform((given, context) => {
    const schema = Array.isArray(given) ? list : item.transform((only) => [only]);
    const { data, error } = schema.safeParse(given);
    if (data !== undefined) return data;
    for (const { path, message } of error.issues) {
      context.issues.push({ code: 'custom', path, message, input: given });
    }
    return z.NEVER;
  });
  return onTheWire(either, () => list);
}
