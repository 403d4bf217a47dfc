import { issuesIn, onTheWire } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

/**
 * One item or a list of them, as a list. Issues are named after what was given: only those of a list have an index.
 *
 * @param quick - A short way for lists in which everything is right; undefined where the schema has to look.
 */
export function oneOrMore<Out, In>(
  item: z.ZodMiniType<Out, In>,
  list: z.ZodMiniType<readonly Out[], readonly In[]>,
  quick: (list: readonly unknown[]) => readonly Out[] | undefined = () => undefined,
): z.ZodMiniType<readonly Out[], In | readonly In[]> {
  const single = z.pipe(
    item,
    z.transform((only) => [only]),
  );
  const either = z.pipe(
    z.custom<In | readonly In[]>(),
    z.transform((given, context) => {
      const known = Array.isArray(given) ? quick(given) : undefined;
      if (known !== undefined) return known;
      const schema = Array.isArray(given) ? list : single;
      const { data } = schema.safeParse(given);
      if (data !== undefined) return data;
      for (const { path, message } of issuesIn(schema, given)) {
        context.issues.push({ code: 'custom', path: [...path], message, input: given });
      }
      return z.NEVER;
    }),
  );
  return onTheWire(either, () => list);
}
