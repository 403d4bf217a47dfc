import { AsnaClient, asnaDateTime, memoryCursorStore, ORDER_STATUS } from '@partner-apis/asna';
import type { Scene } from './stage.ts';

/** A pharmacy's stock is there to be read back; an order is taken up, answered, and taken back by its customer. */
export const asnaOrders: Scene = {
  title: 'ASNA: stock and orders',
  async play({ sandbox, server, show, check }) {
    await using asna = new AsnaClient({ baseUrl: server.urls.asna, ...server.credentials.asna });
    const storeId = server.credentials.asna.auth.clientId;
    sandbox.asna.configure({ acceptedMs: 10, processingMs: 10 });
    const stocks = [{ prtId: '111445', nnt: 6072, qnt: 5 }];
    const sent = await asna.stocks.replace(storeId, { date: asnaDateTime(new Date()), stocks });
    if (sent.state === 'accepted') await sent.wait({ intervalMs: 20 });
    const held = await asna.stocks.get(storeId);
    check('the stock can be read back', held.length === 1, `batch ${held[0]?.prtId}`);

    const orderId = sandbox.asna.addOrder({ rows: [{ nnt: 6072, qnt: 2 }] });
    const told: string[] = [];
    const feed = asna.orders.feed({
      storeId,
      key: 'orders',
      store: memoryCursorStore(),
      startFrom: 'oldest',
      idleMs: { min: 5, max: 20 },
      async handler({ kind, value, orderId: id }) {
        told.push(kind === 'status' ? `status ${value.status}` : kind);
        if (kind !== 'status') return;
        if (value.status === ORDER_STATUS.new)
          await asna.orders.push(storeId, { statuses: [{ orderId: id, status: ORDER_STATUS.reserved }] });
        if (value.status === ORDER_STATUS.reserved) sandbox.asna.setOrderStatus(id, ORDER_STATUS.cancelled);
        if (value.status === ORDER_STATUS.cancelled) void feed.stop();
      },
    });
    await feed.run();
    show('what the reader was told', told.join(' → '));
    check(
      'head, rows and statuses came in their turn',
      told.join() === 'header,row,status 100,status 200,status 102',
    );
    check(
      'the site has the answer',
      sandbox.asna.orders().some((order) => order.header.orderId === orderId && order.statuses.length === 3),
    );

    let goods = 0;
    for await (const { rvInt } of asna.references.iterateGoods({ count: 10 }))
      if (rvInt !== undefined) goods += 1;
    check('the catalogue was read to its end by row version', goods > 20, `${goods} records`);
  },
};
