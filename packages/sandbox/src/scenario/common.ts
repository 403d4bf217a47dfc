import * as z from 'zod';

/** A moment: ISO 8601 with an offset. */
export const moment = z.iso.datetime({ offset: true });

/** A JSON object, kept as it came: a copy made key by key could lose some. */
export const jsonObject = z
  .custom<Record<string, unknown>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'Expected an object',
  )
  .meta({ type: 'object' });

/** Something by name; a name alone is enough, what else there is follows from the seed. */
export function byName<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.record(z.string().min(1), z.strictObject(shape).partial().nullable());
}

/** Epoch milliseconds of a {@link moment}. */
export const epoch = (text: string): number => Date.parse(text);

/** The last moment that has a year of four digits: what lasts longer lasts until then. */
const LAST_MOMENT = Date.UTC(9999, 11, 31);

/** A {@link moment} of epoch milliseconds. */
export const iso = (ms: number): string => new Date(Math.min(ms, LAST_MOMENT)).toISOString();
