import type { Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../vendor.ts';
import type { AstralState } from '../state.ts';
import { emptyAnswer, partialAnswer } from './answer-shapes.ts';
import { draftSchema, type AstralEvent } from './event.ts';
import { readConfirmation, readPoll, readPublication } from './event-requests.ts';

/** The four methods on events (manual, sections 3.1 to 3.4). */
export function eventRoutes(state: AstralState): Route[] {
  return [
    {
      id: 'events.publish',
      method: 'POST',
      path: '/events',
      handler: (exchange) => publish(state, exchange),
    },
    { id: 'events.poll', method: 'GET', path: '/events', handler: (exchange) => poll(state, exchange) },
    {
      id: 'events.confirm',
      method: 'POST',
      path: '/events/confirm',
      handler: (exchange) => confirm(state, exchange),
    },
    { id: 'events.get', method: 'GET', path: '/events/:event', handler: (exchange) => get(state, exchange) },
  ];
}

/** Each item is published for itself: one that is malformed does not hold back the others (manual, section 3.1). */
async function publish(state: AstralState, exchange: Exchange): Promise<Answer> {
  const producer = state.authorize(exchange);
  const items = await readPublication(state, exchange);
  const outcomes = items.map((item) => {
    const draft = draftSchema.safeParse(item);
    if (!draft.success) return { item, issue: draft.error };
    const event = state.events.publish(producer.id, draft.data);
    state.packets.shareMentioned(event);
    return { item, event };
  });
  return partialAnswer(state, outcomes);
}

/** Long poll (manual, section 3.2). With `unconfirmed` the time-out means nothing and nothing changes hands. */
async function poll(state: AstralState, exchange: Exchange): Promise<Answer> {
  const { id } = state.authorize(exchange);
  const query = readPoll(state, exchange);
  const inbox = state.events.inbox(id);
  if (query.unconfirmed) return handOut(state, inbox.unconfirmed(query.limit));
  const { clock, secondMs } = state.context;
  const schedule = (end: () => void): (() => void) => clock.schedule(query.timeout * secondMs, end);
  const events = await inbox.take(query.limit, exchange.signal, schedule);
  return events.length === 0 ? emptyAnswer(state) : handOut(state, events);
}

async function confirm(state: AstralState, exchange: Exchange): Promise<Answer> {
  const { id } = state.authorize(exchange);
  const ids = await readConfirmation(state, exchange);
  const waiting = new Set(
    state.events
      .inbox(id)
      .unconfirmed()
      .map((event) => event.id),
  );
  const unknown = ids.some((one) => !waiting.has(one));
  const { unknownConfirmed } = state.settings;
  if (unknown && unknownConfirmed === 'refused') return state.envelopes.failure('notConfirmed');
  if (unknown && unknownConfirmed === 'not-found') return state.envelopes.failure('noEvent');
  const confirmed = state.events.confirm(id, ids);
  const count = unknownConfirmed === 'counted' ? ids.length : confirmed;
  return state.envelopes.success('Получение событий подтверждено', { count });
}

/** One event, in a list of one (manual, section 3.3). Whose event it is not, does not learn that it exists. */
function get(state: AstralState, exchange: Exchange): Answer {
  const participant = state.authorize(exchange);
  const event = state.events.read(state.readId(exchange.param('event')), participant.id);
  if (event !== undefined) return state.envelopes.success('Событие получено', { events: [event] });
  switch (state.settings.missingEvent) {
    case 'not-found':
      return state.envelopes.failure('noEvent');
    case 'forbidden':
      return state.envelopes.failure('notYours');
    case 'empty-list':
      return state.envelopes.success('События не найдены', { events: [] });
  }
}

function handOut(state: AstralState, events: readonly AstralEvent[]): Answer {
  return state.envelopes.success('События получены', { events });
}
