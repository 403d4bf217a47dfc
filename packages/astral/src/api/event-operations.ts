import { type Answer, defineOperation, onTheWire, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { idSchema, normalId, normalIds } from './ids.ts';
import { confirmAnswer, eventsAnswer, publishAnswer } from './schemas.ts';
import { oneOrMore } from './one-or-more.ts';
import { bodyStatus, problemOf } from './profile.ts';

const participant = once(() => z.string().check(z.minLength(1, 'must not be empty')));

/** An event to publish. The platform sets the producer from the key. Manual, section 3.1. */
export interface NewEvent {
  /** Type of the event, agreed with the vendor. */
  readonly code: string;
  /** Ids of the participants that receive it; free text, at least one. */
  readonly consumer: readonly string[];
  /** Parameters for the receiver: a JSON object, `{}` for none. */
  readonly data: object;
  /** Id of the event that this one answers or continues. */
  readonly parent?: string | undefined;
}

const newEvent = once((): z.ZodMiniType<NewEvent, NewEvent> =>
  z.strictObject({
    code: z.string().check(z.minLength(1, 'must not be empty')),
    consumer: z.readonly(z.array(participant()).check(z.minLength(1, 'must name at least one participant'))),
    data: onTheWire(
      z.custom<object>(
        (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        'must be an object',
      ),
      () => z.record(z.string(), z.unknown()),
    ),
    parent: z.optional(idSchema()),
  }),
);

/** POST /events. Never sent again after it may have arrived: the events would be published twice. */
export const publishEvents = defineOperation({
  id: 'events.publish',
  summary: 'Publish one or more events',
  source: 'Astral.Platform manual, section 3.1',
  evidence: 'manual',
  method: 'POST',
  path: '/events',
  safety: 'unsafe',
  body: z.lazy(() =>
    z.strictObject({
      events: oneOrMore(
        newEvent(),
        z.readonly(z.array(newEvent()).check(z.minLength(1, 'must hold at least one event'))),
      ),
    }),
  ),
  response: publishAnswer,
  result: ({ events }, { body }) => ({
    events: events ?? [],
    // The manual publishes each item on its own and does not say how it reports one that failed.
    partial: events?.length !== body.events.length || events.some(({ id }) => (id ?? '') === ''),
  }),
});

const pollQuery = z.lazy(() =>
  z.strictObject({
    limit: z._default(z.int('must be an integer').check(z.gte(1, 'must be 1 or more')), 100),
    timeout: z._default(
      z
        .int('must be an integer')
        .check(z.gte(10, 'must be 10 to 600 seconds'), z.lte(600, 'must be 10 to 600 seconds')),
      60,
    ),
    unconfirmed: z._default(z.boolean('must be a boolean'), false),
  }),
);

/** What to poll for. */
export interface PollOptions {
  /** Most events to take. Default 100. */
  readonly limit?: number | undefined;
  /** How long the platform holds the request when nothing is there, in seconds, 10 to 600. Default 60. */
  readonly timeout?: number | undefined;
  /** Read the events that were handed out and not confirmed; then the answer comes at once. Default false. */
  readonly unconfirmed?: boolean | undefined;
}

/** How much longer than the platform's own time limit a poll may take, in milliseconds. */
const POLL_SLACK_MS = 15_000;

/** GET /events: hands events out, which moves them to the unconfirmed set, so a lost answer is not asked for again. */
export const pollEvents = defineOperation({
  id: 'events.poll',
  summary: 'Receive events; the platform holds the request until one arrives',
  source: 'Astral.Platform manual, section 3.2',
  evidence: 'manual',
  method: 'GET',
  path: '/events',
  safety: 'unsafe',
  lane: 'poll',
  uncertain: 'events that it handed out are now found with poll({ unconfirmed: true })',
  unreadable:
    'The events have been handed out: they are in `body` of this error, and unconfirmed at the platform until you confirm them.',
  query: pollQuery,
  response: eventsAnswer,
  result: ({ events }) => events ?? [],
  absorb: nothingArrived,
  timeouts({ query }) {
    if (query.unconfirmed === true) return {};
    const heldMs = (query.timeout ?? 60) * 1_000 + POLL_SLACK_MS;
    return {
      headersMs: heldMs,
      idleMs: heldMs,
      attemptMs: heldMs + POLL_SLACK_MS,
      deadlineMs: heldMs + 2 * POLL_SLACK_MS,
    };
  },
});

/**
 * The manual does not say what a poll ends with when nothing arrived, so every plausible answer counts as an empty one. A time-out is none
 * where the poll is not held: whoever reads the unconfirmed events would take an outage for their absence.
 */
export function nothingArrived(
  { status, body }: Answer,
  _attempts: number,
  { query }: { readonly query: { readonly unconfirmed: boolean } },
): { value: unknown } | undefined {
  const empty = { value: { events: [] } };
  if (status === 204 || status === 304) return empty;
  if ((status === 408 || status === 504) && !query.unconfirmed) return empty;
  if (status < 200 || status > 299) return undefined;
  if (body === undefined || (bodyStatus(body) === 408 && !query.unconfirmed)) return empty;
  // A bare array is checked by the schema like any other answer.
  return Array.isArray(body) ? { value: { events: body } } : undefined;
}

/** GET /events/{id}: in any state of the event. */
export const getEvent = defineOperation({
  id: 'events.get',
  summary: 'Read one event',
  source: 'Astral.Platform manual, section 3.3',
  evidence: 'manual',
  method: 'GET',
  path: '/events/{eventId}',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ eventId: idSchema() })),
  response: eventsAnswer,
  failure({ body }) {
    const answer = problemOf(body);
    if (answer === undefined) return undefined;
    const events = answer.events ?? [];
    return Array.isArray(events) && events.length === 0
      ? { status: 404, text: 'the platform knows no such event' }
      : undefined;
  },
  result({ events }, { params }) {
    const event = events?.find(({ id }) => normalId(id) === params.eventId) ?? events?.[0];
    // `failure` has turned an empty list into an error already; validation: 'off' can still get here with anything.
    if (event === undefined) throw new TypeError('The answer holds no event.');
    return event;
  },
});

function withoutRepeats(ids: readonly string[]): readonly string[] {
  const different = new Set(ids);
  return different.size === ids.length ? ids : [...different];
}

const confirmedIds = once(() =>
  z.readonly(z.array(idSchema()).check(z.minLength(1, 'must hold at least one id'))),
);

/** POST /events/confirm. Confirming twice is harmless. */
export const confirmEvents = defineOperation({
  id: 'events.confirm',
  summary: 'Confirm that events have been handled',
  source: 'Astral.Platform manual, section 3.4',
  evidence: 'manual',
  method: 'POST',
  path: '/events/confirm',
  safety: 'idempotent',
  // What the caller gives has the caller's name for it, which is the one that issues show.
  body: z.lazy(() =>
    onTheWire(
      z.pipe(
        z.strictObject({ idOrIds: oneOrMore(idSchema(), confirmedIds(), normalIds) }),
        z.transform(({ idOrIds }) => ({ events_id: withoutRepeats(idOrIds) })),
      ),
      () => z.strictObject({ events_id: confirmedIds() }),
    ),
  ),
  response: confirmAnswer,
  result: ({ count }, { body }) => ({ requested: body.events_id.length, count }),
});

/** GET /events without the key: the manual's own connection test. */
export const probeTunnel = defineOperation({
  id: 'ping',
  summary: 'Ask without the key whether the platform answers',
  source: 'Astral.Platform manual, section 2, connection test',
  evidence: 'manual',
  method: 'GET',
  path: '/events',
  safety: 'read',
  anonymous: true,
  response: z.lazy(() => z.unknown()),
});
