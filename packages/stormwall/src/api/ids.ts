import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';

/**
 * Id of a service or domain. An integer, so that no word of a path, such as `stats`, can stand where an id is meant. Manual, REST
 * interface.
 */
export const idSchema = once(() => z.int('must be an integer').check(z.nonnegative('must not be negative')));

/** Id of an answer: a number, also when it came as text. */
export const readId = once(() =>
  z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d{1,15}$/)), z.transform(Number))]),
);
