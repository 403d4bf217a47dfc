import type { AsnaClient } from '@partner-apis/asna';
import type { Calls } from './calls.ts';

const date = '2026-11-27T09:00:00.000Z' as const;
const stocks = { date, stocks: [{ prtId: '1', nnt: 1001, qnt: 5 }] };
const preorders = { preorders: [{ nnt: 1 }] };
const statusId = '0e238a6a-c9f7-435f-9f9e-a9257e613870';
const url = 'https://pharmacy.example/hook';

export const asnaCalls: Calls<AsnaClient> = {
  'webhooks.getKey': (asna) => () => asna.webhooks.getKey(),
  'subscriptions.create': async (asna, { store }) => {
    await asna.subscriptions.ensure({ clientId: store, url, events: ['stocks_full'] });
    await asna.subscriptions.delete('stocks_full', { clientId: store });
    return () => asna.subscriptions.create('stocks_full', { clientId: store, url });
  },
  'subscriptions.update': async (asna, { store }) => {
    await asna.subscriptions.ensure({ clientId: store, url, events: ['stocks_updates'] });
    return () => asna.subscriptions.update('stocks_updates', { clientId: store, url });
  },
  'subscriptions.delete': async (asna, { store }) => {
    await asna.subscriptions.ensure({ clientId: store, url, events: ['preorders_full'] });
    return () => asna.subscriptions.delete('preorders_full', { clientId: store });
  },
  'messages.getStatus':
    (asna, { message }) =>
    () =>
      asna.messages.getStatus(message),
  'schemas.validate': (asna) => () => asna.schemas.validate('stocks', stocks),
  'stocks.get':
    (asna, { store }) =>
    () =>
      asna.stocks.get(store),
  'stocks.replace':
    (asna, { store }) =>
    () =>
      asna.stocks.replace(store, stocks),
  'stocks.update':
    (asna, { store }) =>
    () =>
      asna.stocks.update(store, stocks),
  'preorders.get':
    (asna, { store }) =>
    () =>
      asna.preorders.get(store),
  'preorders.replace':
    (asna, { store }) =>
    () =>
      asna.preorders.replace(store, preorders),
  'preorders.update':
    (asna, { store }) =>
    () =>
      asna.preorders.update(store, preorders),
  'orders.pull':
    (asna, { store }) =>
    () =>
      asna.orders.pull(store),
  'orders.push':
    (asna, { store, order }) =>
    () =>
      asna.orders.push(store, { statuses: [{ statusId, orderId: order, status: 200, date }] }),
  'stores.list': (asna) => () => asna.stores.list(),
  'references.goods': (asna) => () => asna.references.goods({ count: 3 }),
  'references.goodsLinks': (asna) => () => asna.references.goodsLinks(),
  'assortment.get':
    (asna, { store }) =>
    () =>
      asna.assortment.get(store),
};
