import { onTheWire, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

/**
 * A date and time in ISO 8601. A template type, since ASNA refuses the empty string here; {@link asnaDateTime} makes one of a `Date`.
 */
export type AsnaDateTime = `${number}-${number}-${number}T${string}`;

/** ISO 8601 in UTC. Throws a RangeError for an invalid date. */
export function asnaDateTime(date: Date): AsnaDateTime {
  // toISOString always has this form; its declared type does not say so.
  return date.toISOString() as AsnaDateTime;
}

const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)$/i;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Whether a text is a date and time with its offset. */
function isMoment(text: string): boolean {
  return MOMENT.test(text) && !Number.isNaN(Date.parse(text));
}

const WANTED = 'must be ISO 8601 with an offset, such as 2018-11-22T16:01:13.032+03:00';

/** A date and time that is sent. One without an offset means another moment on each machine, so it is refused. */
export const momentSchema = once(() =>
  onTheWire(
    z.custom<AsnaDateTime>((value) => typeof value === 'string' && isMoment(value), WANTED),
    () => z.string().check(z.meta({ format: 'date-time' })),
  ),
);

/** The same, or a day. */
export const sinceSchema = once(() =>
  z
    .string(WANTED)
    .check(
      z.refine(
        (text) => isMoment(text) || (DAY.test(text) && !Number.isNaN(Date.parse(text))),
        `${WANTED}, or a day`,
      ),
    ),
);

/** A moment in ten-millionths of a second since 1970, ASNA's own precision; undefined for any other text. */
export function ticksOf(text: string | null | undefined): bigint | undefined {
  const found = MOMENT.exec(text ?? '');
  const [, seconds = '', fraction = '', offset = ''] = found ?? [];
  const ms = Date.parse(`${seconds}${offset}`);
  if (found === null || Number.isNaN(ms)) return undefined;
  return BigInt(ms) * 10_000n + BigInt(fraction.padEnd(7, '0'));
}
