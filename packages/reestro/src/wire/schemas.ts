import { onTheWire, zodWords, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { OpenText, ReestroError } from './models.ts';
import { isObject, itemsIn, listed, normalErrors } from './normal.ts';

// Strict on what is sent, open on what is received: unknown members are kept, null counts as absent, and a member is required only where
// nothing can be done without it. What each member is stands in `models.ts`; a type test holds the two equal.

const nothing = once(() =>
  z.pipe(
    z.null(),
    z.transform(() => undefined),
  ),
);

/** A schema whose value may be absent or null. */
export function maybe<S extends z.ZodMiniType>(schema: S) {
  return z.optional(z.union([schema, nothing()]));
}

/** A text that may be absent. */
export const optionalText = once(() => maybe(z.string()));

/** A text of an open set. The documentation writes one value in more than one case: known ones get its first spelling. */
export function open<const Known extends string>(
  ...known: readonly Known[]
): z.ZodMiniType<OpenText<Known>, unknown> {
  return z.pipe(
    z.string(),
    z.transform((text): OpenText<Known> => {
      const exact = known.find((value) => value === text);
      if (exact !== undefined) return exact;
      const lower = text.toLowerCase();
      return known.find((value) => value.toLowerCase() === lower) ?? text;
    }),
  );
}

// It may hold more of its kind.
const reestroError: z.ZodMiniType<ReestroError, unknown> = z.lazy(() =>
  z.looseObject({
    code: optionalText(),
    message: optionalText(),
    target: optionalText(),
    errors: errorList(),
  }),
);
const errorList = once(() => z.optional(z.array(reestroError)));

/**
 * Errors that come as an array, as one object or not at all. Apart from the schema around it: zod keeps a book of every object in a schema that
 * can come back to itself, and here that would be every event, few of which have an error.
 */
export const errors = once(() =>
  onTheWire(errorsSchema(), () => z.union([z.array(reestroError), reestroError, z.string(), z.null()])),
);

function errorsSchema() {
  return z.pipe(
    z.transform((value, context) => {
      if (value === undefined || value === null) return undefined;
      const { data, error } = errorList().safeParse(normalErrors(value), { error: zodWords });
      for (const { path, message } of error?.issues ?? [])
        context.issues.push({ code: 'custom', path, message, input: value });
      return data;
    }),
    z.optional(z.custom<ReestroError[] | undefined>()),
  );
}

/** The object that a schema was given, beside what it makes of it: it does not stand on the wire. */
export const untouched = once(() =>
  onTheWire(z.custom<Readonly<Record<string, unknown>>>(isObject), () => z.never()),
);

/** A list where the vendor may send one thing, or nothing. */
export function list<S extends z.ZodMiniType>(item: S) {
  return onTheWire(z.pipe(z.transform(listed), z.optional(z.array(item))), () =>
    z.union([z.array(item), item, z.null()]),
  );
}

/** A list in a wrapper that is not documented: bare, under one of these names, or the only one there. */
export function listIn<S extends z.ZodMiniType>(item: S, ...names: readonly string[]) {
  const list = z.array(item);
  return onTheWire(
    z.pipe(
      z.transform((answer) => itemsIn(answer, ...names)),
      list,
    ),
    () => z.union([list, z.looseObject({ items: z.optional(list) })]),
  );
}

/** A number that the vendor may write as text. */
const size = once(() =>
  z.optional(
    z.pipe(
      z.unknown(),
      z.transform((value) => {
        if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 1e15) return value;
        return /^\d{1,15}$/.test(String(value)) ? Number(value) : undefined;
      }),
    ),
  ),
);

/** The known kinds of file. */
export const CONTENT_TYPES = ['cer', 'pdf', 'sig'] as const;

/** See ContentInfo. */
export const contentInfo = once(() =>
  z.looseObject({
    contentId: z.string(),
    contentType: maybe(open(...CONTENT_TYPES)),
    contentName: optionalText(),
    md5: optionalText(),
    size: size(),
  }),
);

/** See SignedFile. */
export const signedFile = once(() =>
  z.looseObject({
    contentInfo: maybe(contentInfo()),
    signatures: list(contentInfo()),
  }),
);

/** An answer that the documentation does not show: whatever it is, a success is one. For `absorb`. */
export function anyAnswer({
  status,
  body,
}: {
  readonly status: number;
  readonly body: unknown;
}): { readonly value: unknown } | undefined {
  return status >= 200 && status <= 299 ? { value: body } : undefined;
}
