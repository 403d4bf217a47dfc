import * as z from 'zod';
import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../vendor.ts';
import { isGuid } from '../guid.ts';
import { readJson } from '../json-body.ts';
import { badRequest, refuse } from '../problems.ts';
import type { AsnaState } from '../state.ts';

/** "List of events supported by the API". */
const EVENTS = [
  'stocks_full',
  'stocks_updates',
  'preorders_full',
  'preorders_updates',
  'orders_updates_store',
  'orders_updates_site',
];

const aboutSchema = z.object({ clientId: z.string().refine(isGuid) });
const subscriptionSchema = aboutSchema.extend({ url: z.url({ protocol: /^https?$/ }) });

/** The key, and the three methods on subscriptions ("Webhooks"). */
export function subscriptionRoutes(state: AsnaState): Route[] {
  const path = '/v5/events/:event';
  return [
    {
      id: 'webhooks.getKey',
      method: 'GET',
      path: '/v5/keys/webhooks',
      handler: (exchange) => jsonAnswer(200, { secret: keyFor(state, exchange) }),
    },
    { id: 'subscriptions.create', method: 'POST', path, handler: (exchange) => create(state, exchange) },
    { id: 'subscriptions.update', method: 'PUT', path, handler: (exchange) => update(state, exchange) },
    { id: 'subscriptions.delete', method: 'DELETE', path, handler: (exchange) => remove(state, exchange) },
  ];
}

function keyFor(state: AsnaState, exchange: Exchange): string {
  const client = state.authorize(exchange);
  if (state.settings.webhookKey === 'stable') return client.webhookSecret;
  return state.clients.change(state.clients.nameOf(client), 'webhookSecret');
}

/** The manual does not say what a second subscription does, nor a change of one that is not there: 400 is the failure it has. */
async function create(state: AsnaState, exchange: Exchange): Promise<Answer> {
  const owner = state.authorize(exchange);
  const event = eventOf(exchange);
  const { clientId, url } = await bodyOf(exchange, subscriptionSchema);
  if (state.settings.secondSubscription === 'refuse' && state.subscriptions.has(event, clientId, owner))
    return badRequest('The subscription already exists');
  state.subscriptions.set({ event, clientId, url, owner });
  return { status: 201, headers: {}, body: null };
}

async function update(state: AsnaState, exchange: Exchange): Promise<Answer> {
  const owner = state.authorize(exchange);
  const event = eventOf(exchange);
  const { clientId, url } = await bodyOf(exchange, subscriptionSchema);
  const missing = !state.subscriptions.has(event, clientId, owner);
  if (missing && state.settings.missingSubscription === 'refuse')
    return badRequest('The subscription does not exist');
  state.subscriptions.set({ event, clientId, url, owner });
  return { status: missing ? 201 : 200, headers: {}, body: null };
}

async function remove(state: AsnaState, exchange: Exchange): Promise<Answer> {
  const owner = state.authorize(exchange);
  const event = eventOf(exchange);
  const { clientId } = await bodyOf(exchange, aboutSchema);
  if (!state.subscriptions.delete(event, clientId, owner))
    return badRequest('The subscription does not exist');
  return { status: 204, headers: {}, body: null };
}

function eventOf(exchange: Exchange): string {
  const event = exchange.param('event');
  return EVENTS.includes(event) ? event : refuse(badRequest(`There is no event '${event}'`));
}

async function bodyOf<T>(exchange: Exchange, schema: z.ZodType<T>): Promise<T> {
  const { value } = await readJson(exchange);
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const errors = checked.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }));
  return refuse(badRequest('Please correct the specified validation errors and try again', errors));
}
