import { RequestValidationError, ServerError, type StockItem } from '@partner-apis/asna';
import { inTurn, json, rejection, text } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';
import { empty, STORE, stubbed } from './support/stubbed.ts';

const date = '2026-11-27T09:00:00.032+03:00';
const row: StockItem = { prtId: '17', nnt: 1024, qnt: 1.5, supInn: '', nds: 10, prcOptNds: 10.5, prcRet: 12 };
const MESSAGE = '0E238A6A-c9f7-435f-9f9e-a9257e613879';
const accepted = empty(202, { location: `/v5/messages/${MESSAGE}/status` });

describe.each([
  ['stocks', `/v5/stores/${STORE}/stocks`, { date, stocks: [row] }],
  ['preorders', `/v5/legal_entities/${STORE}/preorders`, { preorders: [{ nnt: 1, prcRet: 2, more: 'x' }] }],
] as const)('%s', (resource, path, body) => {
  test.each([
    ['replace', 'POST'],
    ['update', 'PUT'],
  ] as const)('%s sends %s, and resolves to a package that can be waited for', async (method, verb) => {
    const { asna, requests } = await stubbed(
      inTurn(accepted, json({ messageId: MESSAGE, statusId: 2, statusMessage: 'Обработано' })),
    );
    const sent = await asna[resource][method](STORE, body as never);
    expect(sent).toMatchObject({ state: 'accepted', messageId: MESSAGE });
    expect(requests[0]).toMatchObject({ method: verb, url: path });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual(body);
    const done = sent.state === 'accepted' ? await sent.wait() : undefined;
    expect(done?.state).toBe('processed');
  });

  test.each([
    ['200 with a body', json({ ok: true }), { status: 200, data: { ok: true } }],
    ['200 with text', text('принято', 200, 'text/plain'), { status: 200, data: 'принято' }],
    ['201 without a body', empty(201), { status: 201, data: undefined }],
    ['204', empty(204), { status: 204, data: undefined }],
  ])('is done where the answer is %s', async (_, respond, expected) => {
    const { asna } = await stubbed(respond);
    expect(await asna[resource].replace(STORE, body as never)).toEqual({ state: 'done', ...expected });
  });

  test('a whole list is sent again after a failure, a change is not', async () => {
    const failing = await stubbed(inTurn(text('', 503), accepted));
    expect(await failing.asna[resource].replace(STORE, body as never)).toMatchObject({ state: 'accepted' });
    expect(failing.requests).toHaveLength(2);
    const once = await stubbed(inTurn(text('', 503), accepted));
    const error = await rejection(once.asna[resource].update(STORE, body as never));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.message).toContain('may have been carried out');
    expect(once.requests).toHaveLength(1);
  });

  test.each([
    ['an empty body', empty(200)],
    ['204', empty(204)],
    ['null', text('null', 200, 'application/json')],
    ['an empty list', json([])],
  ])('get takes %s for nothing', async (_, respond) => {
    const { asna } = await stubbed(respond);
    expect(await asna[resource].get(STORE)).toEqual([]);
  });

  test('get keeps members that nobody has described, and takes null for any', async () => {
    const rows = [{ nnt: 1, qnt: null, prtId: null, tomorrow: { more: true } }, {}];
    const { asna, requests } = await stubbed(json(rows));
    expect(await asna[resource].get(STORE)).toEqual(rows);
    expect(requests[0]).toMatchObject({ method: 'GET', url: path });
  });

  test('a call that only reads can ask for the full form', async () => {
    const { asna, requests } = await stubbed(json([]));
    await asna[resource].get(STORE);
    await asna[resource].get(STORE, { accept: 'json-full' });
    expect(requests.map(({ headers }) => headers.accept)).toEqual([
      'application/json',
      'application/x-json-full',
    ]);
    const error = await rejection(asna[resource].get(STORE, { accept: 'xml' as never }));
    expect(error).toBeInstanceOf(RequestValidationError);
    expect(error.message).toContain('accept: must be json or json-full');
    expect(requests).toHaveLength(2);
  });

  test('a change without rows is refused before it is sent; a whole list may be empty', async () => {
    const { asna, requests } = await stubbed(accepted);
    const nothing = resource === 'stocks' ? { date, stocks: [] } : { preorders: [] };
    const error = await rejection(asna[resource].update(STORE, nothing as never));
    expect(error).toBeInstanceOf(RequestValidationError);
    expect(error).toMatchObject({ issues: [{ path: [resource] }] });
    expect(requests).toHaveLength(0);
    await asna[resource].replace(STORE, nothing as never);
    expect(requests).toHaveLength(1);
  });
});

describe('stock that cannot be right is refused before a socket opens', () => {
  const with_ = (more: object): object => ({ date, stocks: [row, { ...row, ...more }] });
  test.each<[string, unknown, (string | number)[]]>([
    ['a batch that is a number', with_({ prtId: 5 }), ['stocks', 1, 'prtId']],
    ['a batch without a name', with_({ prtId: '' }), ['stocks', 1, 'prtId']],
    ['a goods code with a fraction', with_({ nnt: 1.5 }), ['stocks', 1, 'nnt']],
    ['a negative quantity', with_({ qnt: -1 }), ['stocks', 1, 'qnt']],
    ['a quantity that is no number', with_({ qnt: Number.NaN }), ['stocks', 1, 'qnt']],
    ['a flag as 0', with_({ gnvls: 0 }), ['stocks', 1, 'gnvls']],
    ['an empty date', with_({ supDate: '' }), ['stocks', 1, 'supDate']],
    ['a date without offset', with_({ supDate: '2026-11-27T09:00:00' }), ['stocks', 1, 'supDate']],
    ['an expiry date as a number', with_({ exp: 2027 }), ['stocks', 1, 'exp']],
    ['a member that is not known', with_({ qtn: 1 }), ['stocks', 1]],
    ['a moment without offset', { date: '2026-11-27T09:00:00', stocks: [row] }, ['date']],
    ['a day as a moment', { date: '2026-11-27', stocks: [row] }, ['date']],
    ['no list', { date, stocks: { 0: row } }, ['stocks']],
    ['no stock', undefined, []],
  ])('%s', async (_, body, path) => {
    const { asna, requests } = await stubbed(accepted);
    const error = await rejection(asna.stocks.replace(STORE, body as never));
    expect(error).toBeInstanceOf(RequestValidationError);
    expect((error as RequestValidationError).issues.map((issue) => issue.path)).toContainEqual(path);
    expect(requests).toHaveLength(0);
  });

  test.each(['', 'store-1', '../../v5', `${STORE}x`])('the store %j', async (storeId) => {
    const { asna, requests } = await stubbed(accepted);
    for (const call of [
      asna.stocks.get(storeId),
      asna.stocks.replace(storeId, { date, stocks: [row] }),
      asna.preorders.get(storeId),
      asna.orders.pull(storeId),
      asna.assortment.get(storeId),
    ])
      expect(await rejection(call)).toBeInstanceOf(RequestValidationError);
    expect(requests).toHaveLength(0);
  });
});
