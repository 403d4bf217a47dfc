// The daily round of a pharmacy: send the stock, take the orders and answer them, read what is new in the catalogue. Without ASNA_CLIENT_ID it
// runs against the sandbox, where two customers order something.
import {
  AsnaClient,
  asnaDateTime,
  fileCursorStore,
  isMessageFailedError,
  ORDER_STATUS,
  type OrderRow,
  type StockItem,
} from '@partner-apis/asna';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withAsna } from './support/with-asna.ts';

const stock = new Map<number, StockItem>([
  [1001, { prtId: '111445', nnt: 1001, qnt: 5, supInn: '', nds: 10, prcOptNds: 137.5, prcRet: 170 }],
  [1002, { prtId: '111446', nnt: 1002, qnt: 1, supInn: '', nds: 10, prcOptNds: 80, prcRet: 99 }],
]);

await withAsna(async ({ clientId, sandbox }) => {
  await using asna = AsnaClient.fromEnv();
  // A pharmacy's credential is for one store, whose id is that of the credential; stores.list() shows all that it may see.
  const storeId = clientId;

  const sent = await asna.stocks.replace(storeId, {
    date: asnaDateTime(new Date()),
    stocks: [...stock.values()],
  });
  try {
    if (sent.state === 'accepted') await sent.wait();
    console.log(`ASNA holds ${(await asna.stocks.get(storeId)).length} rows of stock`);
  } catch (error) {
    if (!isMessageFailedError(error)) throw error;
    console.error('ASNA did not take the stock:', error.messageStatus.messageId);
  }

  sandbox?.asna.addOrder({ rows: [{ nnt: 1001, qnt: 2 }] });
  sandbox?.asna.addOrder({
    rows: [
      { nnt: 1001, qnt: 1 },
      { nnt: 1002, qnt: 3 },
    ],
  });

  // Rows come before the status that asks for an answer. A real program keeps them in its database.
  const rowsOf = new Map<string, OrderRow[]>();
  let answered = 0;
  const folder = await mkdtemp(join(tmpdir(), 'orders-'));
  const feed = asna.orders.feed({
    storeId,
    key: `orders-${storeId}`,
    store: fileCursorStore(join(folder, 'cursors.json')),
    startFrom: 'oldest',
    async handler(change) {
      if (change.kind === 'row') {
        const rows = rowsOf.get(change.orderId) ?? [];
        rowsOf.set(change.orderId, [
          ...rows.filter(({ rowId }) => rowId !== change.value.rowId),
          change.value,
        ]);
      }
      if (change.kind !== 'status' || change.value.status !== ORDER_STATUS.new) return;
      const rows = rowsOf.get(change.orderId) ?? [];
      const short = rows.flatMap((row) => {
        const missing = reserve(row);
        return missing > 0 ? [{ rowId: row.rowId, qntUnrsv: missing }] : [];
      });
      const status = short.length === 0 ? ORDER_STATUS.reserved : ORDER_STATUS.partlyReserved;
      await asna.orders.push(storeId, { rows: short, statuses: [{ orderId: change.orderId, status }] });
      console.log(`order ${change.orderId}: ${rows.length} rows, answered ${status}`);
      answered += 1;
      // A real program runs on until it is told to end.
      if (sandbox !== undefined && answered === 2) void feed.stop();
    },
  });
  process.once('SIGTERM', () => void feed.stop());
  await feed.run();

  let goods = 0;
  let lastVersion = '0';
  for await (const { rvInt } of asna.references.iterateGoods({ rvInt: lastVersion })) {
    goods += 1;
    if (rvInt !== undefined && BigInt(rvInt) > BigInt(lastVersion)) lastVersion = rvInt;
  }
  console.log(`${goods} goods; tomorrow go on after row version ${lastVersion}`);
});

/** Takes what there is off the stock; says what is missing. */
function reserve({ nnt, qnt }: OrderRow): number {
  const item = stock.get(nnt ?? 0);
  const wanted = qnt ?? 0;
  const taken = Math.min(item?.qnt ?? 0, wanted);
  if (item !== undefined) stock.set(item.nnt, { ...item, qnt: item.qnt - taken });
  return wanted - taken;
}
