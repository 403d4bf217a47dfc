import { expect, test, vi } from 'vitest';
import { hooks, start } from './support.ts';

const orderPath = (clientId: string): string => `/v5/stores/${clientId}/orders_exchanger`;
const STATUS = '0e238a6a-c9f7-435f-9f9e-a9257e613870';

test('an order appears with head, rows and a status of one moment, and tells whoever has subscribed', async () => {
  const { send, sandbox, clientId } = await start();
  const { url, received } = await hooks(200);
  await send('POST', '/v5/events/orders_updates_site', { clientId, url });
  expect((await send('GET', orderPath(clientId))).json).toEqual({ headers: [], rows: [], statuses: [] });
  const orderId = sandbox.asna.addOrder({ num: 'A-7', rows: [{ nnt: 5, qnt: 2 }, {}] });
  const { json } = await send('GET', orderPath(clientId));
  const ts = '2026-01-01T00:00:00.0000000+00:00';
  expect(json).toMatchObject({
    headers: [{ orderId, storeId: clientId, num: 'A-7', ts }],
    rows: [
      { orderId, nnt: 5, qnt: 2, ts },
      { orderId, ts },
    ],
    statuses: [{ orderId, status: 100, ts, rcDate: '2026-01-02T00:00:00.0000000+00:00' }],
  });
  await vi.waitUntil(() => received.length === 1, { interval: 1 });
  expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
    Event: 'orders_updates_site',
    ClientId: clientId,
  });
});

test('since brings what changed from that moment on, or after it; a plus that was not encoded is refused', async () => {
  const { send, sandbox, clientId, clock } = await start();
  const first = sandbox.asna.addOrder();
  clock.advance(1_000);
  const second = sandbox.asna.addOrder();
  const since = async (query: string): Promise<unknown> =>
    (await send('GET', `${orderPath(clientId)}?since=${query}`)).json;
  const moment = encodeURIComponent('2026-01-01T00:00:01.0000000+00:00');
  expect(await since(moment)).toMatchObject({ headers: [{ orderId: second }] });
  expect(await since('2026-01-01')).toMatchObject({ headers: [{ orderId: first }, { orderId: second }] });
  sandbox.asna.configure({ sinceIncludes: false });
  expect(await since(moment)).toEqual({ headers: [], rows: [], statuses: [] });
  expect((await send('GET', `${orderPath(clientId)}?since=2026-01-01T00:00:01.0+00:00`)).status).toBe(400);
  expect((await send('GET', `${orderPath(clientId)}?orderId=1`)).status).toBe(400);
  expect((await send('GET', `${orderPath(clientId)}?orderId=${first}`)).json).toMatchObject({
    headers: [{ orderId: first }],
  });
});

test.each([
  ['empty', 200],
  ['204', 204],
] as const)('where there is nothing the answer can be %s', async (nothing, status) => {
  const { send, sandbox, clientId } = await start();
  sandbox.asna.configure({ nothing });
  for (const path of [orderPath(clientId), `/v5/stores/${clientId}/stocks`]) {
    expect(await send('GET', path)).toMatchObject({ status, text: '' });
  }
});

test('takes statuses and what could not be reserved, the same record once', async () => {
  const { send, sandbox, clientId, clock } = await start();
  const orderId = sandbox.asna.addOrder();
  const [order] = sandbox.asna.orders();
  const rowId = String(order?.rows[0]?.['rowId']);
  clock.advance(5_000);
  const body = {
    rows: [{ rowId, qntUnrsv: 0.5 }],
    statuses: [
      { statusId: STATUS, orderId, storeId: clientId, date: '2026-01-01T03:00:05+03:00', status: 201 },
    ],
  };
  expect(await send('PUT', orderPath(clientId), body)).toMatchObject({ status: 200, text: '' });
  clock.advance(5_000);
  expect((await send('PUT', orderPath(clientId), body)).status).toBe(200);
  const [after] = sandbox.asna.orders();
  const ts = '2026-01-01T00:00:05.0000000+00:00';
  expect(after?.statuses.map(({ status }) => status)).toEqual([100, 201]);
  expect(after?.statuses[1]).toMatchObject({ statusId: STATUS, ts });
  expect(after?.rows[0]).toMatchObject({ qntUnrsv: 0.5, ts });
  expect((await send('POST', orderPath(clientId), body)).status).toBe(405);
});

test.each<[string, (facts: { orderId: string; clientId: string }) => object, string]>([
  ['nothing', () => ({}), ''],
  ['a member that is not known', (facts) => ({ statuses: [], more: facts }), ''],
  [
    'an order of nobody',
    ({ clientId }) => ({
      statuses: [
        { statusId: STATUS, orderId: STATUS, storeId: clientId, date: '2026-01-01T00:00:00Z', status: 200 },
      ],
    }),
    'statuses[0].orderId',
  ],
  [
    'a date without offset',
    ({ clientId, orderId }) => ({
      statuses: [{ statusId: STATUS, orderId, storeId: clientId, date: '2026-01-01T00:00:00', status: 200 }],
    }),
    'statuses[0].date',
  ],
  ['a row of nobody', () => ({ rows: [{ rowId: STATUS, qntUnrsv: 1 }] }), 'rows[0].rowId'],
])('refuses %s in its own words', async (_, body, field) => {
  const { send, sandbox, clientId } = await start();
  const orderId = sandbox.asna.addOrder();
  const { status, json } = await send('PUT', orderPath(clientId), body({ orderId, clientId }));
  expect(status).toBe(400);
  expect(json).toMatchObject({ isError: true, validationErrors: [{ field }] });
});

test('stock and price lists can be read back once they were processed', async () => {
  const { send, sandbox, clientId, clock } = await start();
  sandbox.asna.configure({ acceptedMs: 10, processingMs: 10 });
  const row = (prtId: string, qnt: number): object => ({ prtId, nnt: 1, qnt });
  const path = `/v5/stores/${clientId}/stocks`;
  const date = '2018-11-22T16:01:13.032+03:00';
  await send('POST', path, { date, stocks: [row('a', 1), row('b', 2)] });
  expect((await send('GET', path)).json).toEqual([]);
  clock.advance(20);
  await send('PUT', path, { date, stocks: [row('b', 0), row('c', 3)] });
  clock.advance(20);
  expect((await send('GET', path)).json).toEqual([row('a', 1), row('b', 0), row('c', 3)]);
  sandbox.asna.configure({ outcome: 3 });
  await send('POST', path, { date, stocks: [] });
  clock.advance(20);
  expect(sandbox.asna.stocks()).toHaveLength(3);
  sandbox.asna.configure({ outcome: 2 });
  await send('POST', `/v5/legal_entities/${clientId}/preorders`, { preorders: [{ nnt: 7, prcRet: 1 }] });
  clock.advance(20);
  expect((await send('GET', `/v5/legal_entities/${clientId}/preorders`)).json).toEqual([
    { nnt: 7, prcRet: 1 },
  ]);
  expect((await send('GET', '/v5/references/stores')).json).toMatchObject([
    { guid: clientId, stocksExist: true, preordersExist: true },
  ]);
});

test('the catalogue pages by row version, an integer that no number holds', async () => {
  const { send } = await start();
  const page = async (query: string): Promise<string> =>
    (await send('GET', `/v5/references/goods_normalized?${query}`)).text;
  const versions = (text: string): string[] =>
    Array.from(text.matchAll(/"rvInt":(\d+)/g), ([, digits = '']) => digits);
  expect(versions(await page('count=2'))).toEqual(['9007199254740993', '9007199254740994']);
  expect(versions(await page('count=2&rvInt=9007199254740994'))).toEqual([
    '9007199254740995',
    '9007199254740996',
  ]);
  const binary = /"rv":"([^"]+)"/.exec(await page('count=1'))?.[1] ?? '';
  expect(versions(await page(`count=1&rv=${encodeURIComponent(binary)}`))).toEqual(['9007199254740994']);
  expect(await page('rvInt=9007199254741017')).toBe('[]');
  for (const query of ['count=10001', 'count=0', 'rvInt=x', 'rv=x'])
    expect((await send('GET', `/v5/references/goods_normalized?${query}`)).status, query).toBe(400);
});

test('a plan, and links', async () => {
  const { send, clientId } = await start();
  const { json } = await send('GET', `/v5/stores/${clientId}/assortment_plan`);
  expect(json).toMatchObject({ plans: [{ methodId: 2 }, { status: 'Действует' }, { methodId: 2 }] });
  expect(JSON.stringify(json).match(/methodId/g)).toHaveLength(2);
  expect((await send('GET', '/v5/references/goods_links')).json).toContainEqual({ nnt: 1001 });
});

test('a scenario brings stores, stock and orders, and a snapshot keeps them', async () => {
  const { send, sandbox, clientId } = await start();
  const other = '0e238a6a-c9f7-435f-9f9e-a9257e613871';
  await sandbox.load({
    asna: {
      stores: [{ guid: other, name: 'second' }],
      stocks: { [other]: [{ prtId: 'x', nnt: 1, qnt: 1 }] },
      orders: [{ num: 'B-1' }, { storeId: other, rows: [{ nnt: 3 }, { nnt: 4 }], status: 102 }],
    },
  });
  expect((await send('GET', '/v5/references/stores')).json).toMatchObject([
    { guid: clientId },
    { guid: other, name: 'second', stocksExist: true },
  ]);
  const orders = sandbox.asna.orders();
  expect(orders.map(({ rows, statuses }) => [rows.length, statuses[0]?.['status']])).toEqual([
    [1, 100],
    [2, 102],
  ]);
  expect(orders[0]?.header).toMatchObject({ num: 'B-1', storeId: clientId });
  const saved = sandbox.snapshot();
  await sandbox.load(JSON.parse(JSON.stringify(saved)));
  expect(sandbox.asna.orders()).toEqual(orders);
  expect(sandbox.asna.stocks(other)).toEqual([{ prtId: 'x', nnt: 1, qnt: 1 }]);
  expect(new Set([sandbox.asna.addOrder(), ...orders.map(({ header }) => header.orderId)]).size).toBe(3);
  await expect(
    sandbox.load({ asna: { orders: [{ orderId: other }, { orderId: other.toUpperCase() }] } }),
  ).rejects.toThrow('asna.orders[1].orderId');
});
