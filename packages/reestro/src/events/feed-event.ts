import { once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { ReestroError } from '../wire/models.ts';
import { withRaw } from '../wire/normal.ts';
import { errors, optionalText, untouched } from '../wire/schemas.ts';

/** An event of a feed whose documentation could not be read in full: what happened is in members of its own. */
export interface FeedEvent {
  /** Id of the event; the durable reader drops a repeated one. */
  eventId?: string | undefined;
  /** ISO 8601 in UTC; see {@link toDate}. */
  eventDate?: string | undefined;
  /** What went wrong; an array, also where the vendor sends one object. */
  error?: ReestroError[] | undefined;
  /** The event as it arrived, nothing changed. */
  raw: Readonly<Record<string, unknown>>;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** The schema of such an event. */
export const feedEvent = once(() =>
  z.looseObject({
    eventId: optionalText(),
    eventDate: optionalText(),
    error: errors(),
    raw: untouched(),
  }),
);

/** The answer with a page of such events, under the name that the endpoint has for them. */
export function pageOf<Name extends string>(name: Name) {
  return z.pipe(
    // Boundary: the schema has checked the member, whose name the compiler does not know.
    z.looseObject({
      lastEventId: optionalText(),
      [name]: z.array(z.pipe(z.transform(withRaw), feedEvent())),
    }),
    z.transform((page) => ({
      lastEventId: page['lastEventId'] as string | undefined,
      events: page[name] as FeedEvent[],
    })),
  );
}
