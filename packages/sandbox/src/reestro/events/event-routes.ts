import * as z from 'zod';
import type { Answer } from '../../http/answer.ts';
import type { Route } from '../../vendor.ts';
import { answer } from '../failures.ts';
import type { EmptyPage } from '../settings.ts';
import type { FeedName, ReestroState } from '../state.ts';
import { refuse, route, type Served } from '../store/served.ts';
import { digits, guidText } from '../store/wire.ts';
import type { ReestroEvent } from './event.ts';

/** "Максимальное количество событий 100. По умолчанию - 30" */
const MOST = 100;

interface Feed {
  readonly id: string;
  readonly path: string;
  readonly feed: FeedName;
  /** The member with the events. */
  readonly member: string;
  readonly byDefault: number;
}

const FEEDS: readonly Feed[] = [
  { id: 'crypto.events.list', path: '/crypto/v2/events', feed: 'crypto', member: 'events', byDefault: 30 },
  {
    id: 'rosreestr.events.list',
    path: '/rosreestr/v2/events',
    feed: 'rosreestr',
    member: 'events',
    byDefault: 30,
  },
  {
    id: 'rosreestr.monitorings.events.list',
    path: '/rosreestr/v2/monitorings/events',
    feed: 'monitorings',
    // Not `events`, on the vendor's page.
    member: 'monitoringEvents',
    byDefault: 20,
  },
  {
    id: 'assessment.events.list',
    path: '/assessment/v2/events',
    feed: 'assessment',
    member: 'events',
    byDefault: 30,
  },
];

const query = z.object({ afterEventId: guidText.optional(), count: digits(MOST).optional() });

/** The feeds that are read by event id. */
export function eventRoutes(state: ReestroState): Route[] {
  return FEEDS.map((feed) => route(state, feed.id, ['GET', feed.path], (request) => list(request, feed)));
}

function list(request: Served, { feed, member, byDefault }: Feed): Answer {
  const { state } = request;
  const { afterEventId: cursor, count = byDefault } = readQuery(request);
  const found = eventsAfter(request, feed, cursor);
  const newest = cursor === undefined && state.settings.withoutCursor === 'newest';
  const events = newest ? found.slice(-count) : found.slice(0, count);
  const last = events.at(-1)?.eventId;
  return answer(200, {
    ...(last === undefined ? emptyPage(state.settings.emptyPage, cursor) : { lastEventId: last }),
    [member]: events,
  });
}

/** In the words of the manual's example. */
function readQuery({ exchange }: Served): z.output<typeof query> {
  const result = query.safeParse(exchange.query);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  return refuse(
    issue?.path[0] === 'count' ? `count should be number from 1 to ${MOST}` : 'afterEventId should be guid',
  );
}

function eventsAfter(
  { state, organization }: Served,
  name: FeedName,
  cursor: string | undefined,
): ReestroEvent[] {
  const feed = state.feed(organization.orgId, name);
  if (cursor === undefined) return feed.events();
  const events = feed.after(cursor);
  if (events !== undefined) return events;
  if (state.settings.unknownCursor === 'oldest') return feed.events();
  if (state.settings.unknownCursor === 'empty') return [];
  return refuse('afterEventId should be id of an event of the last 3 months');
}

function emptyPage(setting: EmptyPage, cursor: string | undefined): Record<string, unknown> {
  if (setting === 'missing') return {};
  if (setting === 'empty-text') return { lastEventId: '' };
  return { lastEventId: setting === 'null' ? null : (cursor ?? null) };
}
