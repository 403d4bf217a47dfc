import { Refusal, type Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../vendor.ts';
import type { ReestroEvent } from './event.ts';
import { answer, wrongFieldValue } from '../failures.ts';
import { isGuid } from '../guid.ts';
import type { EmptyPage } from '../settings.ts';
import type { ReestroState } from '../state.ts';

/** "Максимальное количество событий 100. По умолчанию - 30" */
const MOST = 100;
const DEFAULT = 30;

/** The one method of the manual. */
export function eventRoutes(state: ReestroState): Route[] {
  return [
    {
      id: 'crypto.events.list',
      method: 'GET',
      path: '/realty/crypto/v2/events',
      handler: (exchange) => list(state, exchange),
    },
  ];
}

function list(state: ReestroState, exchange: Exchange): Answer {
  const { orgId } = state.authorize(exchange);
  const count = readCount(exchange);
  const cursor = readCursor(exchange);
  const events = eventsAfter(state, orgId, cursor).slice(0, count);
  const last = events.at(-1)?.eventId;
  return answer(200, {
    ...(last === undefined ? emptyPage(state.settings.emptyPage, cursor) : { lastEventId: last }),
    events,
  });
}

function eventsAfter(state: ReestroState, orgId: string, cursor: string | undefined): ReestroEvent[] {
  const feed = state.feed(orgId);
  if (cursor === undefined) return feed.events();
  const events = feed.after(cursor);
  if (events !== undefined) return events;
  if (state.settings.unknownCursor === 'oldest') return feed.events();
  throw new Refusal(wrongFieldValue('afterEventId should be id of an event of the last 3 months'));
}

function readCursor({ query }: Exchange): string | undefined {
  const cursor = query['afterEventId'];
  if (cursor === undefined) return undefined;
  if (typeof cursor === 'string' && isGuid(cursor)) return cursor;
  throw new Refusal(wrongFieldValue('afterEventId should be guid'));
}

function readCount({ query }: Exchange): number {
  const text = query['count'];
  if (text === undefined) return DEFAULT;
  const count = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= MOST) return count;
  throw new Refusal(wrongFieldValue(`count should be number from 1 to ${MOST}`));
}

function emptyPage(setting: EmptyPage, cursor: string | undefined): Record<string, unknown> {
  if (setting === 'missing') return {};
  if (setting === 'empty-text') return { lastEventId: '' };
  return { lastEventId: setting === 'null' ? null : (cursor ?? null) };
}
