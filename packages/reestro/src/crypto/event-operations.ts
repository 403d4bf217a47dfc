import { defineOperation } from '@partner-apis/core/vendor';
import { eventQuery } from '../events/event-query.ts';
import type { EventPage } from './models.ts';
import { eventPage } from './schemas.ts';

/** GET /realty/crypto/v2/events. */
export const listEvents = defineOperation({
  id: 'crypto.events.list',
  summary: 'Read a page of what happened to certificates',
  source: 'Kontur.Reestro manual, GET /events',
  evidence: 'manual',
  method: 'GET',
  path: '/realty/crypto/v2/events',
  safety: 'read',
  query: eventQuery,
  response: eventPage,
  result: ({ lastEventId, events }): EventPage => ({ lastEventId, events }),
});
