import * as z from 'zod';
import { Clients, DEFAULT_CLIENT } from '../asna/clients.ts';
import { guidKey, isGuid } from '../asna/guid.ts';
import { patched, settingsSchema } from '../asna/settings.ts';
import type { AsnaState } from '../asna/state.ts';
import type { OrderRecord } from '../asna/orders/orders.ts';
import { byName, epoch, iso, jsonObject, moment } from './common.ts';
import { defined, fail, once, type ScenarioPart } from './part.ts';

const guid = z.string().refine(isGuid, 'not a GUID');
const text = z.string().min(1).max(4096);

const subscriptionSchema = z.strictObject({
  event: text,
  clientId: guid.optional().describe('Default: that of the owner.'),
  url: z.url({ protocol: /^https?$/ }),
  owner: z.string().min(1).optional().describe('Name of the client whose key signs. Default: pharmacy.'),
});

const messageSchema = z.strictObject({
  messageId: text,
  status: z.int(),
  changed: moment.optional().describe('Default: now.'),
  journey: z
    .strictObject({
      event: z.string(),
      clientId: guid,
      processing: moment,
      done: moment,
      outcome: z.int(),
      rows: z.array(jsonObject).optional(),
    })
    .optional()
    .describe('Where the package is on its way: when it comes into status 1, and into its last one.'),
});

const storeSchema = z.strictObject({
  guid,
  name: text.optional().describe('Default: store.'),
  company: text.optional().describe('Default: store Ltd.'),
  active: z.boolean().optional().describe('Default: true.'),
});

const orderSchema = z
  .looseObject({
    orderId: guid.optional(),
    storeId: guid.optional().describe('Default: the client id of pharmacy.'),
    rows: z.array(jsonObject).optional(),
    statuses: z
      .array(jsonObject)
      .optional()
      .describe('With the ts of the order. Default: one, of a new order.'),
    status: z.int().optional().describe('Of a new order. Default: 100.'),
    ts: z.string().optional().describe('Default: now.'),
  })
  .describe('Head of an order with its rows; other members are kept.');

const rowsByOwner = z.record(guid, z.array(jsonObject));

const { delivery, ...settings } = settingsSchema.shape;

/** ASNA in a scenario. */
export const asnaSection = z.strictObject({
  clients: byName({
    clientId: guid,
    clientSecret: text,
    webhookSecret: text,
    rights: z.array(z.string()),
    tokens: z.array(z.strictObject({ token: text, expires: moment })),
  })
    .optional()
    .describe('By name. pharmacy (the credentials’ one) always exists.'),
  subscriptions: z.array(subscriptionSchema).optional(),
  messages: z.array(messageSchema).optional().describe('Packages, on their way or arrived.'),
  stores: z.array(storeSchema).optional().describe('Beside that of each client, which has its client id.'),
  stocks: rowsByOwner.optional().describe('Processed stock, by store.'),
  preorders: rowsByOwner.optional().describe('Processed price lists, by legal entity.'),
  orders: z.array(orderSchema).optional(),
  settings: z
    .strictObject({ ...settings, delivery: delivery.partial() })
    .partial()
    .optional(),
});

type Section = z.output<typeof asnaSection>;

/** Loads and saves the state of ASNA. */
export function asnaScenario(state: AsnaState): ScenarioPart<Section> {
  return {
    load: (section) => {
      state.reset();
      loadClients(state, section.clients ?? {});
      const { delivery: ofDelivery = {}, ...others } = section.settings ?? {};
      state.settings = patched(state.settings, { ...defined(others), delivery: defined(ofDelivery) });
      loadSubscriptions(state, section.subscriptions ?? []);
      loadMessages(state, section.messages ?? []);
      loadGoods(state, section);
      loadOrders(state, section.orders ?? []);
    },
    snapshot: () => ({
      clients: snapshotClients(state),
      subscriptions: state.subscriptions.all().map(({ event, clientId, url, owner }) => ({
        event,
        clientId,
        url,
        owner: nameOf(state, owner.clientId),
      })),
      messages: state.messages.kept().map(({ messageId, statusId, changedAt, journey }) => ({
        messageId,
        status: statusId,
        changed: iso(changedAt),
        ...(journey !== undefined && {
          journey: {
            event: journey.event,
            clientId: journey.clientId,
            processing: iso(journey.processingAt),
            done: iso(journey.doneAt),
            outcome: journey.outcome,
            ...(journey.rows !== undefined && { rows: journey.rows.map((row) => ({ ...row })) }),
          },
        }),
      })),
      stores: state.stores.added(),
      stocks: copied(state.stocks.all()),
      preorders: copied(state.preorders.all()),
      orders: state.orders.all().map(({ header, rows, statuses }) => ({ ...header, rows, statuses })),
      settings: structuredClone(state.settings),
    }),
  };
}

function loadClients(state: AsnaState, clients: NonNullable<Section['clients']>): void {
  const unused = once('clients with the id');
  const given = Object.entries(clients).map(([name, client]) => {
    const { tokens, ...facts } = client ?? {};
    if (facts.clientId !== undefined) unused(guidKey(facts.clientId), ['asna', 'clients', name, 'clientId']);
    return [name, { facts: defined(facts), tokens: tokens ?? [] }] as const;
  });
  state.clients = new Clients(
    state.context.seed,
    Object.fromEntries(given.map(([name, { facts }]) => [name, facts])),
  );
  for (const [name, { tokens }] of given)
    for (const { token, expires } of tokens)
      state.tokens.restore(token, state.clients.named(name), epoch(expires));
}

function snapshotClients(state: AsnaState): NonNullable<Section['clients']> {
  const live = state.tokens.live();
  return Object.fromEntries(
    Object.entries(state.clients.all()).map(([name, { clientId, clientSecret, webhookSecret, rights }]) => {
      const tokens = live
        .filter(({ client }) => client.clientId === clientId)
        .map(({ token, endsAt }) => ({ token, expires: iso(endsAt) }));
      return [
        name,
        { clientId, clientSecret, webhookSecret, rights: [...rights], ...(tokens.length > 0 && { tokens }) },
      ];
    }),
  );
}

function loadSubscriptions(state: AsnaState, subscriptions: NonNullable<Section['subscriptions']>): void {
  for (const [index, { event, clientId, url, owner = DEFAULT_CLIENT }] of subscriptions.entries()) {
    if (!Object.hasOwn(state.clients.all(), owner))
      fail(['asna', 'subscriptions', index, 'owner'], `There is no client '${owner}'.`);
    const client = state.clients.named(owner);
    state.subscriptions.set({ event, clientId: clientId ?? client.clientId, url, owner: client });
  }
}

function loadMessages(state: AsnaState, messages: NonNullable<Section['messages']>): void {
  const unused = once('packages');
  for (const [index, { messageId, status, changed, journey }] of messages.entries()) {
    unused(guidKey(messageId), ['asna', 'messages', index, 'messageId']);
    const changedAt = changed === undefined ? state.context.clock.now() : epoch(changed);
    if (journey === undefined) state.messages.restore(messageId, status, changedAt);
    else {
      const { event, clientId, processing, done, outcome, rows } = journey;
      const way = { event, clientId, rows, processingAt: epoch(processing), doneAt: epoch(done), outcome };
      state.messages.restore(messageId, status, changedAt, way);
    }
  }
}

function loadGoods(state: AsnaState, { stores = [], stocks = {}, preorders = {} }: Section): void {
  const unused = once('stores');
  for (const [
    index,
    { guid: id, name = 'store', company = 'store Ltd', active = true },
  ] of stores.entries()) {
    unused(guidKey(id), ['asna', 'stores', index, 'guid']);
    state.stores.add({ guid: id, name, company, active });
  }
  for (const [owner, rows] of Object.entries(stocks)) state.stocks.replace(owner, rows);
  for (const [owner, rows] of Object.entries(preorders)) state.preorders.replace(owner, rows);
}

function loadOrders(state: AsnaState, orders: NonNullable<Section['orders']>): void {
  const unused = once('orders');
  for (const [
    index,
    { storeId = state.ownStore, rows, statuses, ts, orderId, status, ...head },
  ] of orders.entries()) {
    if (orderId !== undefined) unused(guidKey(orderId), ['asna', 'orders', index, 'orderId']);
    if (orderId === undefined || ts === undefined || statuses === undefined) {
      state.orders.add(storeId, {
        ...head,
        ...defined({ orderId, rows, status }),
      });
      continue;
    }
    const record = (item: Record<string, unknown>): OrderRecord => ({ ts, ...item, orderId });
    state.orders.restore(
      storeId,
      { ...head, orderId, storeId, ts },
      (rows ?? []).map(record),
      statuses.map(record),
    );
  }
}

/** Rows by owner, as objects of their own. */
function copied(all: Readonly<Record<string, readonly object[]>>): Record<string, Record<string, unknown>[]> {
  return Object.fromEntries(
    Object.entries(all).map(([owner, rows]) => [owner, rows.map((row) => ({ ...row }))]),
  );
}

function nameOf({ clients }: AsnaState, clientId: string): string {
  const [name = DEFAULT_CLIENT] =
    Object.entries(clients.all()).find(([, client]) => client.clientId === clientId) ?? [];
  return name;
}
