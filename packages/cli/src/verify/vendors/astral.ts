import type { AstralClient } from '@partner-apis/astral';
import { found, type Finding, untold } from '../finding.ts';
import type { Probe } from '../probe.ts';
import { json, member, type Seen } from '../tap.ts';
import { failed, statusIn } from './astral-envelope.ts';
import { packetProbes } from './astral-packets.ts';

/** Nobody: what is sent to it reaches nobody. */
const NOBODY = 'partner-apis-verify';

/** An event that does not exist. */
const NO_EVENT = '0'.repeat(32);

/** What the manual of Astral.Platform leaves open. */
export const astralProbes: readonly Probe<AstralClient>[] = [
  {
    setting: 'failureStatus',
    question: 'Whether a failure has its status as that of HTTP, or in the body of a 200 only (section 3)',
    assumed: 'http',
    async observe(astral, { tap }) {
      const seen = await tap.during(() => astral.request({ method: 'GET', path: '/events/not-an-id' }));
      const status = statusIn(seen);
      if (status === undefined || status < 400 || !expected(status)) return untold(seen);
      if (seen.status === 200) return found('body');
      return seen.status === status ? found('http') : untold(seen);
    },
  },
  {
    setting: 'wrongKey',
    question: 'Status of a request whose key is wrong (section 2.4 has its text only)',
    assumed: 401,
    async observe(astral, { tap }) {
      const stranger = astral.with({ apiKey: 'partner-apis-verify' });
      try {
        const seen = await tap.during(() => stranger.request({ method: 'GET', path: `/events/${NO_EVENT}` }));
        const status = statusIn(seen);
        return status === 401 || status === 403 || status === 400 ? found(status) : untold(seen);
      } finally {
        await stranger.close();
      }
    },
  },
  {
    setting: 'missingEvent',
    question: 'What is answered for an event that does not exist (section 3.3)',
    assumed: 'not-found',
    async observe(astral, { tap }) {
      const seen = await tap.during(() => astral.request({ method: 'GET', path: `/events/${NO_EVENT}` }));
      const status = statusIn(seen);
      if (status === 404) return found('not-found');
      if (status === 403 && (seen.status === 403 || seen.status === 200)) return found('forbidden');
      const events = member(json(seen.bytes), 'events');
      return seen.status === 200 && status === 200 && Array.isArray(events) && events.length === 0
        ? found('empty-list')
        : untold(seen);
    },
  },
  {
    setting: 'emptyAnswer',
    question: 'What a poll answers when nothing arrived (section 3.2)',
    assumed: 'empty-list',
    writes: 'takes what waits in the queue, unconfirmed, so that it comes again',
    async observe(astral, { tap }) {
      for (let tries = 0; tries < MOST_POLLS; tries += 1) {
        const seen = await tap.during(() =>
          astral.request({ method: 'GET', path: '/events', query: { timeout: 10 } }),
        );
        if (!hasEvents(seen)) return emptyAnswer(seen);
      }
      return untold(`${MOST_POLLS} polls in a row brought events. Ask again when the queue is empty.`);
    },
  },
  {
    setting: 'partialAnswer',
    question: 'How a publication tells of an item that failed, beside one that did not (section 3.1)',
    assumed: 'missing',
    writes: `publishes two events to ${NOBODY}, who is nobody`,
    async observe(astral, { tap }) {
      const good = { code: 'partner-apis.verify', consumer: [NOBODY], data: {} };
      // Without the code, which every event has to have.
      const bad = { consumer: [NOBODY], data: {} };
      const publish = (events: readonly object[]) => () =>
        astral.request({ method: 'POST', path: '/events', body: { events } });
      const alone = await tap.during(publish([good]));
      if (published(alone) !== 1)
        return untold(`an event to ${NOBODY} is not taken by itself: ${alone.status}.`);
      const seen = await tap.during(publish([good, bad]));
      return partialAnswer(seen);
    },
  },
  {
    setting: 'unknownConfirmed',
    question: 'What a confirmation answers for an event that waits for none (section 3.4)',
    assumed: 'uncounted',
    writes: 'confirms an event that does not exist',
    async observe(astral, { tap }) {
      const seen = await tap.during(() =>
        astral.request({ method: 'POST', path: '/events/confirm', body: { events_id: [NO_EVENT] } }),
      );
      const status = statusIn(seen);
      if (status === 400) return found('refused');
      if (status === 404) return found('not-found');
      const count = member(json(seen.bytes), 'count');
      if (seen.status !== 200 || status !== 200) return untold(seen);
      return count === 0 ? found('uncounted') : count === 1 ? found('counted') : untold(seen);
    },
  },
  ...packetProbes,
];

/** Further than this nobody waits for a queue to be empty. */
const MOST_POLLS = 20;

/** Statuses that speak of the request, and not of the key, the load or the server. */
function expected(status: number): boolean {
  return status === 400 || status === 404 || status === 422;
}

function hasEvents(seen: Seen): boolean {
  const body = json(seen.bytes);
  const events = Array.isArray(body) ? body : member(body, 'events');
  return seen.status === 200 && Array.isArray(events) && events.length > 0;
}

function emptyAnswer(seen: Seen): Finding {
  if (seen.status === 204) return found('no-content');
  if (seen.status === 304) return found('not-modified');
  if (seen.status === 408) return found('request-timeout');
  if (seen.status === 504) return found('gateway-timeout');
  if (seen.status !== 200) return untold(seen);
  if (seen.bytes.length === 0) return found('empty-body');
  const body = json(seen.bytes);
  if (Array.isArray(body)) return found('bare-array');
  const status = statusIn(seen);
  if (status === 408) return found('body-status');
  if (status !== 200) return untold(seen);
  const events = member(body, 'events');
  if (events === null) return found('null');
  if (events === undefined) return found('missing');
  return Array.isArray(events) ? found('empty-list') : untold(seen);
}

/** How many events an answer to a publication has ids of; undefined for another answer. */
function published(seen: Seen): number | undefined {
  const events = member(json(seen.bytes), 'events');
  if (failed(seen) || !Array.isArray(events)) return undefined;
  return events.filter((event) => typeof member(event, 'id') === 'string').length;
}

function partialAnswer(seen: Seen): Finding {
  // The first event is known to be taken: what is refused is the second.
  if (statusIn(seen) === 400 && (seen.status === 400 || seen.status === 200)) return found('failure');
  const events = member(json(seen.bytes), 'events');
  if (published(seen) !== 1 || !Array.isArray(events)) return untold(seen);
  if (events.length === 1) return found('missing');
  const odd: unknown = events.find((event) => typeof member(event, 'id') !== 'string');
  return found(member(odd, 'status') === undefined ? 'without-id' : 'with-error');
}
