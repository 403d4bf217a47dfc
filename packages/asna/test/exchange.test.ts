import {
  asnaDateTime,
  type Goods,
  memoryCursorStore,
  ORDER_STATUS,
  operations,
  type OrderChange,
} from '@partner-apis/asna';
import { createSandbox } from '@partner-apis/sandbox';
import { expect, test } from 'vitest';
import { glob, readFile } from 'node:fs/promises';
import { sandboxed } from './support/sandboxed.ts';

test('the daily round of a pharmacy: stock, orders, statuses, dictionaries', async () => {
  const { asna, clientId: storeId, sandbox } = await sandboxed();
  sandbox.asna.configure({ acceptedMs: 0, processingMs: 0 });
  const [store] = await asna.stores.list();
  expect(store).toMatchObject({ guid: storeId, stocksExist: false });
  const row = { prtId: '1', nnt: 1001, qnt: 5, prcRet: 100 };
  const sent = await asna.stocks.replace(storeId, { date: asnaDateTime(new Date()), stocks: [row] });
  if (sent.state === 'accepted') await sent.wait({ intervalMs: 1 });
  expect(await asna.stocks.get(storeId)).toEqual([row]);

  const cancelled = sandbox.asna.addOrder();
  sandbox.asna.addOrder({ rows: [{ nnt: 1001, qnt: 9 }] });
  sandbox.asna.setOrderStatus(cancelled, 102);
  const changes: OrderChange[] = [];
  const feed = asna.orders.feed({
    storeId,
    key: 'orders',
    store: memoryCursorStore(),
    startFrom: 'oldest',
    idleMs: { min: 1, max: 2 },
    async handler(change) {
      changes.push(change);
      if (change.kind === 'status' && change.value.status === ORDER_STATUS.new)
        await asna.orders.push(storeId, {
          statuses: [{ orderId: change.orderId, status: ORDER_STATUS.reserved }],
        });
      if (changes.filter(({ kind }) => kind === 'status').length === 5) void feed.stop();
    },
  });
  await feed.run();
  const codes = changes.flatMap((change) => (change.kind === 'status' ? [change.value.status] : []));
  expect(codes.toSorted((a = 0, b = 0) => Number(a) - Number(b))).toEqual([100, 100, 102, 200, 200]);
  for (const id of new Set(changes.map(({ orderId }) => orderId)))
    expect(changes.find(({ orderId }) => orderId === id)?.kind).toBe('header');

  const goods: Goods[] = [];
  for await (const record of asna.references.iterateGoods({ count: 10 })) goods.push(record);
  expect(goods).toHaveLength(25);
  expect(goods.at(-1)?.rvInt).toBe('9007199254741017');
  expect((await asna.assortment.get(storeId)).plans).toHaveLength(3);
  expect(await asna.references.goodsLinks()).toHaveLength(25);
  expect(await asna.preorders.get(storeId)).toEqual([]);
});

test('every operation says how well it is evidenced, and where', () => {
  expect(Object.isFrozen(operations) && operations.every(Object.isFrozen)).toBe(true);
  const count = (kind: string): number => operations.filter(({ evidence }) => evidence === kind).length;
  expect([count('manual'), count('vendor-docs'), count('third-party')]).toEqual([6, 3, 9]);
  for (const { id, source } of operations) expect(source.length, id).toBeGreaterThan(5);
});

test('nothing that destroys has only third-party evidence', () => {
  const weak = operations.filter(({ evidence }) => evidence === 'third-party');
  expect(weak.map(({ method }) => method)).not.toContain('DELETE');
});

test('the sandbox serves each of them, and nothing else but tokens', () => {
  let said = '';
  try {
    createSandbox().faults.inject({ vendor: 'asna', operation: '-', kind: 'reset' });
  } catch (error) {
    said = String(error);
  }
  const [, list = ''] = /it has ([^;]+?)\.?$/m.exec(said) ?? [];
  expect(list.split(', ').toSorted()).toEqual(['auth.token', ...operations.map(({ id }) => id)].toSorted());
});

test('the guide has a row for each, with its evidence', async () => {
  const guide = await readFile(new URL('../../../docs/asna.md', import.meta.url), 'utf8');
  const rows = Array.from(
    guide.matchAll(/^\| `([a-zA-Z.]+)` \| `([A-Z]+) ([^`]+)` \| (manual|vendor-docs|third-party) \|$/gm),
    ([, id, method, path, evidence]) => ({ id, method, path, evidence }),
  );
  expect(rows).toEqual(operations.map(({ id, method, path, evidence }) => ({ id, method, path, evidence })));
});

test('the description of every method that is not of the manual begins with its evidence', async () => {
  const sources = new URL('../src/', import.meta.url);
  const said: string[] = [];
  for await (const file of glob('{stocks,orders,references}/*.ts', { cwd: sources })) {
    const text = await readFile(new URL(file, sources), 'utf8');
    for (const [, comment = '', name = ''] of text.matchAll(
      /\/\*\*((?:(?!\*\/)[^])*)\*\/\n {2}(?:async \*)?(\w+)\((?:(?!\n {2}\})[^])*?\): (?:ApiCall|AsyncGenerator)</g,
    )) {
      if (name === 'feed') continue;
      expect(comment.replaceAll(/[\s*]+/g, ' ').trim(), `${file} ${name}`).toMatch(
        /^(Vendor documentation, partial|Third-party programs only): /,
      );
      said.push(name);
    }
  }
  expect(said.length).toBeGreaterThanOrEqual(13);
});
