import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as z from 'zod/mini';
import type { Issue } from '../errors/request-validation-error.ts';
import { onTheWire } from './wire-shape.ts';
import { zodWords } from './zod-words.ts';

/** Any schema of the Standard Schema family: zod, valibot, arktype, effect. */
export type Schema<Input = unknown, Output = Input> = StandardSchemaV1<Input, Output>;
/** What a schema takes. */
export type InputOf<S extends Schema<unknown, unknown>> = StandardSchemaV1.InferInput<S>;
/** What a schema gives. */
export type OutputOf<S extends Schema<unknown, unknown>> = StandardSchemaV1.InferOutput<S>;

/** The result of {@link check}: the `value` that the schema gives, or the `issues` that it has with what it was given. */
export type Checked<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] };

/** Runs a schema. Synchronous for schemas that are, so that a hot path waits for nothing. */
export function check<T>(
  schema: StandardSchemaV1<unknown, T>,
  value: unknown,
): Checked<T> | Promise<Checked<T>> {
  const result = schema['~standard'].validate(value);
  if ('then' in result) return result.then(toChecked);
  if (result.issues === undefined || !(schema instanceof z.ZodMiniType)) return toChecked(result);
  // Only what has failed is looked at again, for words: a schema of `zod/mini` has none of its own.
  const { error } = schema.safeParse(value, { error: zodWords });
  return toChecked(error ?? result);
}

function toChecked<T>(result: StandardSchemaV1.Result<T>): Checked<T> {
  if (result.issues === undefined) return result;
  return {
    issues: result.issues.map(({ path, message }) => ({
      path: (path ?? []).map((segment) => {
        const key = typeof segment === 'object' ? segment.key : segment;
        return typeof key === 'symbol' ? String(key) : key;
      }),
      message,
    })),
  };
}

/**
 * A schema with a short way: values that are plainly of the known shape do not go through it member by member.
 *
 * @param short - What the schema would make of such a value; undefined for every other, which the schema then judges. A test has to hold the two
 * together.
 */
export function withShortWay<Out>(
  schema: z.ZodMiniType<Out, unknown>,
  short: (value: unknown) => Out | undefined,
): z.ZodMiniType<Out, unknown> {
  // A check and not `transform`, which makes a function for each value that holds on to what comes of it until a full garbage collection.
  const either = z.unknown().check((payload) => {
    const { value } = payload;
    const known = short(value);
    if (known !== undefined) {
      payload.value = known;
      return;
    }
    const { data, error } = schema.safeParse(value, { error: zodWords });
    payload.value = data;
    for (const { path, message } of error?.issues ?? [])
      payload.issues.push({ code: 'custom', path: [...path], message, input: value });
  });
  // Boundary: what the check leaves is what the schema gives.
  return onTheWire(either as z.ZodMiniType<Out, unknown>, () => schema);
}
