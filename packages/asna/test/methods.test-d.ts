import {
  type ApiCall,
  type AsnaClient,
  type AssortmentPlan,
  type CursorStore,
  type Ensured,
  type Feed,
  type Goods,
  type GoodsLink,
  type MessageStatus,
  ORDER_STATUS,
  type OrderChange,
  type OrderChanges,
  type PreorderRow,
  type SentOrderStatus,
  type StockRow,
  type Store,
  type Submitted,
  type ValidationResult,
  type WebhookKey,
  type WebhookSecretSupplier,
} from '@partner-apis/asna';
import { type RawDiffers, usesOf } from '@partner-apis/test-kit';
import { expectTypeOf } from 'vitest';
import { z } from 'zod';

// Checked by the compiler, never run: every method of the client, used right and wrong. One that is missing here does not compile.
declare const asna: AsnaClient;
declare const id: string;
declare const store: CursorStore;
declare const signal: AbortSignal;
const date = '2026-11-27T09:00:00.000Z';

expectTypeOf<RawDiffers<AsnaClient>>().toEqualTypeOf<never>();

usesOf<AsnaClient>({
  'stores.list'() {
    expectTypeOf(asna.stores.list({ accept: 'json-full' })).toEqualTypeOf<ApiCall<Store[]>>();
    // @ts-expect-error no such form
    void asna.stores.list({ accept: 'xml' });
  },
  'stocks.get'() {
    expectTypeOf(asna.stocks.get(id)).toEqualTypeOf<ApiCall<StockRow[]>>();
    // @ts-expect-error a GUID is a text
    void asna.stocks.get(1);
  },
  'stocks.replace'() {
    expectTypeOf(asna.stocks.replace(id, { date, stocks: [] })).toEqualTypeOf<ApiCall<Submitted>>();
    // @ts-expect-error rows come with their date
    void asna.stocks.replace(id, []);
    // @ts-expect-error a date is missing
    void asna.stocks.replace(id, { stocks: [] });
  },
  'stocks.update'() {
    expectTypeOf(asna.stocks.update(id, { date, stocks: [{ prtId: 'p', nnt: 1, qnt: 2 }] })).toEqualTypeOf<
      ApiCall<Submitted>
    >();
    // @ts-expect-error a batch has an id
    void asna.stocks.update(id, { date, stocks: [{ nnt: 1, qnt: 2 }] });
    // @ts-expect-error it is a text
    void asna.stocks.update(id, { date, stocks: [{ prtId: 1, nnt: 1, qnt: 2 }] });
  },
  'preorders.get'() {
    expectTypeOf(asna.preorders.get(id, { accept: 'json' })).toEqualTypeOf<ApiCall<PreorderRow[]>>();
    // @ts-expect-error an id is missing
    void asna.preorders.get();
  },
  'preorders.replace'() {
    expectTypeOf(asna.preorders.replace(id, { preorders: [{ nnt: 1 }] })).toEqualTypeOf<ApiCall<Submitted>>();
    // @ts-expect-error a goods code is a number
    void asna.preorders.replace(id, { preorders: [{ nnt: '1' }] });
  },
  'preorders.update'() {
    expectTypeOf(asna.preorders.update(id, { preorders: [] })).toEqualTypeOf<ApiCall<Submitted>>();
    // @ts-expect-error rows are missing
    void asna.preorders.update(id, {});
  },
  'orders.pull'() {
    expectTypeOf(asna.orders.pull(id, { since: '2026-11-27' })).toEqualTypeOf<ApiCall<OrderChanges>>();
    // @ts-expect-error digits of a second would be lost
    void asna.orders.pull(id, { since: new Date(0) });
  },
  'orders.push'() {
    expectTypeOf(
      asna.orders.push(id, { statuses: [{ orderId: id, status: ORDER_STATUS.reserved }] }),
    ).toEqualTypeOf<ApiCall<{ statuses: readonly SentOrderStatus[] }>>();
    // @ts-expect-error statuses are missing
    void asna.orders.push(id, {});
    // @ts-expect-error a code is a number
    void asna.orders.push(id, { statuses: [{ orderId: id, status: 'reserved' }] });
  },
  'orders.feed'() {
    expectTypeOf(
      asna.orders.feed({ storeId: id, key: 'k', store, startFrom: 'oldest', handler() {} }),
    ).toEqualTypeOf<Feed<OrderChange>>();
    // @ts-expect-error where to begin must be said
    void asna.orders.feed({ storeId: id, key: 'k', store, handler() {} });
    // @ts-expect-error of which store
    void asna.orders.feed({ key: 'k', store, startFrom: 'oldest', handler() {} });
  },
  'references.goods'() {
    expectTypeOf(asna.references.goods({ count: 10, rvInt: 2n ** 60n })).toEqualTypeOf<ApiCall<Goods[]>>();
    // @ts-expect-error a number cannot hold all of them
    void asna.references.goods({ rvInt: 2 ** 60 });
  },
  'references.iterateGoods'() {
    expectTypeOf(asna.references.iterateGoods({ rvInt: '0' })).toEqualTypeOf<
      AsyncGenerator<Goods, void, undefined>
    >();
    // @ts-expect-error no such parameter
    void asna.references.iterateGoods({ limit: 10 });
  },
  'references.goodsLinks'() {
    expectTypeOf(asna.references.goodsLinks()).toEqualTypeOf<ApiCall<GoodsLink[]>>();
    // @ts-expect-error they belong to nobody
    void asna.references.goodsLinks(id);
  },
  'assortment.get'() {
    expectTypeOf(asna.assortment.get(id)).toEqualTypeOf<ApiCall<AssortmentPlan>>();
    // @ts-expect-error a store is missing
    void asna.assortment.get();
  },
  'webhooks.getKey'() {
    expectTypeOf(asna.webhooks.getKey({ signal })).toEqualTypeOf<ApiCall<WebhookKey>>();
    // @ts-expect-error a client has one key
    void asna.webhooks.getKey(id);
  },
  'webhooks.secretSupplier'() {
    expectTypeOf(asna.webhooks.secretSupplier()).toEqualTypeOf<WebhookSecretSupplier>();
    // @ts-expect-error an option of calls
    void asna.webhooks.secretSupplier({ everyMs: 1 });
  },
  'subscriptions.create'() {
    expectTypeOf(asna.subscriptions.create('stocks_full', { clientId: id, url: 'https://h' })).toEqualTypeOf<
      ApiCall<undefined>
    >();
    // @ts-expect-error an address is missing
    void asna.subscriptions.create('stocks_full', { clientId: id });
    // @ts-expect-error one at a time
    void asna.subscriptions.create(['stocks_full'], { clientId: id, url: 'https://h' });
  },
  'subscriptions.update'() {
    expectTypeOf(asna.subscriptions.update('stocks_full', { clientId: id, url: 'https://h' })).toEqualTypeOf<
      ApiCall<undefined>
    >();
    // @ts-expect-error an event is missing
    void asna.subscriptions.update({ clientId: id, url: 'https://h' });
  },
  'subscriptions.delete'() {
    expectTypeOf(asna.subscriptions.delete('stocks_full', { clientId: id })).toEqualTypeOf<
      ApiCall<undefined>
    >();
    // @ts-expect-error a removal has no address
    void asna.subscriptions.delete('stocks_full', { clientId: id, url: 'https://h' });
  },
  'subscriptions.ensure'() {
    expectTypeOf(
      asna.subscriptions.ensure({ clientId: id, url: 'https://h', events: ['stocks_full'] }),
    ).toEqualTypeOf<Promise<Ensured>>();
    // @ts-expect-error which events
    void asna.subscriptions.ensure({ clientId: id, url: 'https://h' });
  },
  'messages.getStatus'() {
    expectTypeOf(asna.messages.getStatus(id)).toEqualTypeOf<ApiCall<MessageStatus | null>>();
    // @ts-expect-error a GUID is a text
    void asna.messages.getStatus(1);
  },
  'messages.wait'() {
    expectTypeOf(asna.messages.wait(id, { timeoutMs: 1, onProgress: ({ state }) => state })).toEqualTypeOf<
      Promise<MessageStatus>
    >();
    // @ts-expect-error the unit stands in the name
    void asna.messages.wait(id, { timeout: 1 });
  },
  'schemas.validate'() {
    expectTypeOf(asna.schemas.validate('stocks', { stocks: [] })).toEqualTypeOf<ApiCall<ValidationResult>>();
    // @ts-expect-error no such schema
    void asna.schemas.validate('customers', {});
    // @ts-expect-error an object or text
    void asna.schemas.validate('stocks', 5);
  },
  submit() {
    expectTypeOf(asna.submit({ method: 'PUT', path: '/v5/x', body: {} })).toEqualTypeOf<ApiCall<Submitted>>();
    // @ts-expect-error reading is no submission
    void asna.submit({ method: 'GET', path: '/v5/x' });
  },
  request() {
    expectTypeOf(asna.request({ method: 'GET', path: '/' })).toEqualTypeOf<ApiCall<unknown>>();
    const response = z.object({ n: z.number() });
    expectTypeOf(asna.request({ method: 'GET', path: '/', response })).toEqualTypeOf<
      ApiCall<{ n: number }>
    >();
    // @ts-expect-error a path is missing
    void asna.request({ method: 'GET' });
    // @ts-expect-error no such option of a call
    void asna.request({ method: 'GET', path: '/' }, { retry: 1 });
  },
  with() {
    expectTypeOf(asna.with({ token: () => 't' })).toEqualTypeOf<AsnaClient>();
    // @ts-expect-error no such option
    asna.with({ apiKey: 'k' });
  },
  close() {
    expectTypeOf(asna.close()).toEqualTypeOf<Promise<void>>();
    // @ts-expect-error it takes no time limit
    void asna.close(1000);
  },
});
