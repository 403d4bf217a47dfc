import { defineOperation } from '@partner-apis/core/vendor';
import { z } from 'zod';
import { type EventPage, eventPage } from './models.ts';

/** Most events that the vendor gives in one page. Manual, parameter `count`. */
export const MAX_COUNT = 100;

const cursor = z
  .string()
  .min(1, 'must not be empty')
  .regex(/^[^\p{Cc}]*$/u, 'must not have control characters');

const listQuery = z.strictObject({
  afterEventId: cursor.optional(),
  count: z
    .int('must be an integer from 1 to 100')
    .min(1, 'must be 1 to 100')
    .max(MAX_COUNT, 'must be 1 to 100')
    .optional(),
});

/** What to read. */
export interface EventQuery {
  /**
   * Events created after this one. It is sent as it is: the vendor wants a GUID, and what is one is for the vendor to say. Default: from the
   * oldest event that is kept, which is three months old at most.
   */
  readonly afterEventId?: string | undefined;
  /** Most events to get, 1 to 100. Default: the vendor's, 30. */
  readonly count?: number | undefined;
}

/** GET /realty/crypto/v2/events. */
export const listEvents = defineOperation({
  id: 'crypto.events.list',
  summary: 'Read a page of what happened to certificates',
  source: 'Kontur.Reestro manual, GET /events',
  method: 'GET',
  path: '/realty/crypto/v2/events',
  safety: 'read',
  query: listQuery,
  response: eventPage,
  result: ({ lastEventId, events }): EventPage => ({ lastEventId, events }),
});
