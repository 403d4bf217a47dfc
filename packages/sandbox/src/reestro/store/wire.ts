import * as z from 'zod';
import { isGuid } from '../guid.ts';

// What requests are made of, read from the vendor's pages.

/** A GUID of the pages' own spelling. */
export const guidText = z.string().refine(isGuid, 'should be guid');
/** Text with something in it. */
export const words = z.string().min(1).max(4_096);
/** A day. */
export const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'should be date');
/** An object whose members the pages do not show in full. */
export const anything = z.record(z.string(), z.unknown());
/** A stored file. */
export const contentText = z.looseObject({ contentId: words });

/** Exactly one of several members. */
export function oneOf(...names: readonly string[]) {
  return (value: object): boolean =>
    names.filter((name) => Object.hasOwn(value, name) && Reflect.get(value, name) !== null).length === 1;
}

/** A number of digits, from 1 to a most. */
export function digits(most: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'should be number')
    .transform(Number)
    .refine((value) => value >= 1 && value <= most, `should be from 1 to ${most}`);
}

/** A parameter that may be repeated. */
export const several = z.union([words.transform((one) => [one]), z.array(words)]);
