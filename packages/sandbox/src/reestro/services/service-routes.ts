import * as z from 'zod';
import type { Answer } from '../../http/answer.ts';
import type { Route } from '../../vendor.ts';
import { answer } from '../failures.ts';
import type { ReestroState } from '../state.ts';
import { payFor } from '../store/balance.ts';
import { bodyOf, queryOf, refuse, route, type Served } from '../store/served.ts';
import { anything, digits, words } from '../store/wire.ts';

const SERVICE = 'address_api_open_data';
const moment = z.iso.datetime({ offset: true });
const found = z.strictObject({ address: words, filter: z.enum(['true', 'false']).optional() });
const booked = z.strictObject({
  serviceId: words,
  from: moment.optional(),
  to: moment.optional(),
  token: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  count: digits(1_000).optional(),
});
const task = z.looseObject({ bankNotice: anything, meeting: anything });

/** Objects of real estate, balances, couriers. Objects are those that the sandbox was given with `addEstateObject`. */
export function serviceRoutes(state: ReestroState): Route[] {
  const address = '/address/v2';
  return [
    route(state, 'addresses.findObjects', ['GET', '/address/v1/objects'], findObjects),
    route(state, 'addresses.getObject', ['GET', `${address}/objects/:cadastralNumber`], getObject),
    route(state, 'addresses.getAddress', ['GET', `${address}/address/:cadastralNumber`], getAddress),
    route(state, 'addresses.parse', ['GET', `${address}/address`], parse),
    route(state, 'billing.balance', ['GET', '/billing/v1/balance'], balance),
    route(state, 'billing.operations', ['GET', '/billing/v1/balance/operations'], operations),
    route(state, 'identification.createTask', ['POST', '/identification/v1/tasks'], createTask),
  ];
}

function findObjects(request: Served): Answer {
  payFor(request);
  const { address } = queryOf(request, found);
  const all = request.store.all('estate').map(({ data }) => data);
  return answer(200, { items: all.filter((data) => String(data['address']).includes(address)) });
}

/** A number that nobody knows is answered with an empty object, as one client has met it. */
function getObject(request: Served): Answer {
  const number = cadastralNumber(request);
  payFor(request);
  request.store.add('booking', request.state.newId(), {
    operationId: request.state.newId(),
    amount: { value: 1, unit: 'request' },
    createdAt: request.state.timestamp(),
    operationType: 'Debit',
    serviceId: SERVICE,
  });
  return answer(200, request.store.find('estate', number)?.data ?? {});
}

function getAddress(request: Served): Answer {
  const number = cadastralNumber(request);
  payFor(request);
  const address = request.store.find('estate', number)?.data['address'];
  return answer(200, { cadastralNumber: number, address: address ?? null });
}

function cadastralNumber({ exchange }: Served): string {
  const number = exchange.param('cadastralNumber');
  return /^\d+:\d+:\d+:\d+$/.test(number) ? number : refuse('cadastralNumber should be cadastral number');
}

function parse(request: Served): Answer {
  payFor(request);
  const { address } = queryOf(request, z.strictObject({ address: words }));
  return answer(200, { address, items: address.split(',').map((part) => part.trim()) });
}

function balance({ state, store }: Served): Answer {
  const value = state.settings.balance === 'enough' ? 1_000 - store.all('booking').length : 0;
  return answer(200, {
    items: [{ id: SERVICE, balance: { value, unit: 'request' }, overdraft: 0, type: { code: SERVICE } }],
  });
}

function operations(request: Served): Answer {
  const { serviceId, token = '0', count = 30 } = queryOf(request, booked);
  const all = request.store.all('booking').filter(({ data }) => data['serviceId'] === serviceId);
  const from = Number(token);
  const next = from + count;
  return answer(200, {
    operations: all.slice(from, next).map(({ data }) => data),
    token: next < all.length ? String(next) : null,
  });
}

async function createTask(request: Served): Promise<Answer> {
  const body = await bodyOf(request, task);
  const taskId = request.state.newId();
  request.store.add('task', taskId, { taskId, ...body });
  return answer(201, { taskId });
}
