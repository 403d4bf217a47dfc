import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../vendor.ts';
import { guidKey, isGuid } from '../guid.ts';
import { readJson } from '../json-body.ts';
import { badRequest } from '../problems.ts';
import { one } from '../query.ts';
import type { AsnaState } from '../state.ts';
import type { OrderRecord } from './orders.ts';
import { readPush } from './push-body.ts';

const PATH = '/v5/stores/:store/orders_exchanger';

/** New and changed orders, and what the pharmacy says about them ("Orders"). */
export function orderRoutes(state: AsnaState): Route[] {
  return [
    { id: 'orders.pull', method: 'GET', path: PATH, handler: (exchange) => pull(state, exchange) },
    { id: 'orders.push', method: 'PUT', path: PATH, handler: (exchange) => push(state, exchange) },
  ];
}

function pull(state: AsnaState, exchange: Exchange): Answer {
  state.authorize(exchange);
  const storeId = state.readGuid(exchange, 'store');
  const since = one(exchange, 'since');
  // A plus that was not encoded arrives as a space.
  const from = since === undefined ? undefined : momentOf(since);
  if (from === null) return badRequest(`The value '${since}' is not valid for since.`);
  const orderId = one(exchange, 'orderId');
  if (orderId !== undefined && !isGuid(orderId))
    return badRequest(`The value '${orderId}' is not valid for orderId.`);
  const { sinceIncludes } = state.settings;
  const lists = state.orders.lists(storeId, (record) => {
    if (orderId !== undefined && guidKey(record.orderId) !== guidKey(orderId)) return false;
    if (from === undefined) return true;
    const at = ticks(record);
    return sinceIncludes ? at >= from : at > from;
  });
  const found = Object.entries<readonly OrderRecord[]>({ ...lists }).filter(
    ([, records]) => records.length > 0,
  );
  return found.length === 0
    ? state.nothing({ headers: [], rows: [], statuses: [] })
    : jsonAnswer(200, Object.fromEntries(found));
}

async function push(state: AsnaState, exchange: Exchange): Promise<Answer> {
  state.authorize(exchange);
  const storeId = state.readGuid(exchange, 'store');
  const document = await readJson(exchange);
  const body = readPush(document);
  if (!('statuses' in body) && !('rows' in body))
    return invalid(
      Array.isArray(body) && body.length > 0 ? body : [{ field: '', message: 'There is nothing in it.' }],
    );
  const { rows = [], statuses = [] } = body;
  const errors = [
    ...statuses.flatMap(({ orderId, rowId }, index) => {
      const order = state.orders.find(orderId);
      if (order === undefined || guidKey(order.storeId) !== guidKey(storeId))
        return [{ field: `statuses[${index}].orderId`, message: 'There is no such order in this store.' }];
      return rowId === undefined || order.hasRow(rowId)
        ? []
        : [{ field: `statuses[${index}].rowId`, message: 'The order has no such row.' }];
    }),
    ...rows.flatMap(({ rowId }, index) =>
      state.orders.withRow(storeId, rowId) === undefined
        ? [{ field: `rows[${index}].rowId`, message: 'There is no such row in this store.' }]
        : [],
    ),
  ];
  if (errors.length > 0) return invalid(errors);
  for (const { orderId, ...status } of statuses) state.orders.pushStatus(orderId, status);
  for (const { rowId, qntUnrsv } of rows)
    state.orders.pushRow(state.orders.withRow(storeId, rowId) ?? '', rowId, qntUnrsv);
  state.tell('orders_updates_store', storeId);
  return { status: state.settings.pushStatus, headers: {}, body: null };
}

function invalid(errors: readonly { field: string; message: string }[]): Answer {
  return badRequest('Please correct the specified validation errors and try again', errors);
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d))?$/i;

/** Ten-millionths of a second since 1970; null for a text that is no moment. */
function momentOf(text: string): bigint | null {
  const [, day, time = '00:00:00', fraction = '', offset = 'Z'] = MOMENT.exec(text) ?? [];
  const ms = Date.parse(`${day}T${time}${offset}`);
  return Number.isNaN(ms) ? null : BigInt(ms) * 10_000n + BigInt(fraction.padEnd(7, '0'));
}

function ticks({ ts }: OrderRecord): bigint {
  return momentOf(ts) ?? 0n;
}
