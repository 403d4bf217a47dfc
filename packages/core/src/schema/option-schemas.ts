import * as z from 'zod/mini';

/** A function that a program gives. */
export const callable: z.ZodMiniType = z.lazy(() =>
  z.custom((value) => typeof value === 'function', 'must be a function'),
);

/** An object of a program's own that is known by its methods, those of its class included. `what` is how messages call it. */
export function withMethods(what: string, ...names: readonly string[]): z.ZodMiniType {
  return z.custom(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      names.every((name) => typeof Reflect.get(value, name) === 'function'),
    `must be ${what}`,
  );
}
