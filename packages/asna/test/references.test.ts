import { RequestValidationError, ResponseValidationError } from '@partner-apis/asna';
import { inTurn, json, Log, ManualClock, rejection, text } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';
import { empty, STORE, stubbed } from './support/stubbed.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('goods', () => {
  test('a row version that no number can hold keeps its digits, as text, whatever it was on the wire', async () => {
    const { asna } = await stubbed(
      text(
        '[{"nnt":1,"rvInt":9223372036854775807},{"rvInt":7},{"rvInt":"8"},{"rvInt":null},{}]',
        200,
        'application/json',
      ),
    );
    const records = await asna.references.goods();
    expect(records.map(({ rvInt }) => rvInt)).toEqual([
      '9223372036854775807',
      '7',
      '8',
      undefined,
      undefined,
    ]);
  });

  test('asks for a part by count and row version', async () => {
    const { asna, requests } = await stubbed(json([]));
    await asna.references.goods({ count: 10_000, rvInt: '9223372036854775807' });
    await asna.references.goods({ rvInt: 12n });
    await asna.references.goods();
    expect(requests.map(({ url }) => url)).toEqual([
      '/v5/references/goods_normalized?count=10000&rvInt=9223372036854775807',
      '/v5/references/goods_normalized?rvInt=12',
      '/v5/references/goods_normalized',
    ]);
  });

  test.each([
    ['more than ASNA gives at once', { count: 10_001 }],
    ['none', { count: 0 }],
    ['a part of one', { count: 1.5 }],
    ['a row version as a number', { rvInt: 5 }],
    ['a row version with a sign', { rvInt: '-5' }],
    ['a row version in words', { rvInt: 'last' }],
  ])('refuses %s', async (_, query) => {
    const { asna, requests } = await stubbed(json([]));
    expect(await rejection(asna.references.goods(query as never))).toBeInstanceOf(RequestValidationError);
    expect(requests).toHaveLength(0);
  });

  test('reads on from the largest row version to an empty part, whatever the order', async () => {
    const { asna, requests } = await stubbed(
      inTurn(
        text(
          '[{"nnt":2,"rvInt":9007199254740995},{"nnt":1,"rvInt":9007199254740993}]',
          200,
          'application/json',
        ),
        json([{ nnt: 3, rvInt: '9007199254740996' }]),
        empty(204),
      ),
    );
    const goods = await all(asna.references.iterateGoods({ count: 2 }));
    expect(goods.map(({ nnt }) => nnt)).toEqual([2, 1, 3]);
    expect(requests.map(({ url }) => new URL(url, 'http://x').searchParams.get('rvInt'))).toEqual([
      null,
      '9007199254740995',
      '9007199254740996',
    ]);
  });

  test('ends where the last part comes again', async () => {
    const { asna, requests } = await stubbed(
      inTurn(
        json([
          { nnt: 1, rvInt: 5 },
          { nnt: 2, rvInt: 6 },
        ]),
        json([{ nnt: 2, rvInt: 6 }]),
      ),
    );
    expect(await all(asna.references.iterateGoods({ count: 2 }))).toHaveLength(2);
    expect(requests).toHaveLength(2);
  });

  test.each([
    ['has no row version', [{ nnt: 1 }, { nnt: 2 }]],
    [
      'does not lead on',
      [
        { nnt: 1, rvInt: 3 },
        { nnt: 2, rvInt: 3 },
      ],
    ],
  ])('a full part that %s is an error: the rest cannot be asked for', async (_, page) => {
    const { asna } = await stubbed(json(page));
    const error = await rejection(all(asna.references.iterateGoods({ count: 2, rvInt: '3' })));
    expect(error).toBeInstanceOf(ResponseValidationError);
    expect(error.message).toContain('the rest cannot be asked for');
  });

  test('a catalogue without row versions that is there at once is read whole', async () => {
    const { asna } = await stubbed(json([{ nnt: 1 }, { nnt: 2 }]));
    expect(await all(asna.references.iterateGoods())).toHaveLength(2);
  });
});

test('stores: an older spelling is the same member', async () => {
  const { asna, requests } = await stubbed(
    json([{ guid: STORE, stocksExist: true }, { guid: STORE, stockExist: false, more: 1 }, {}]),
  );
  expect(await asna.stores.list()).toEqual([
    { guid: STORE, stocksExist: true },
    { guid: STORE, stocksExist: false, more: 1 },
    {},
  ]);
  expect(requests[0]?.url).toBe('/v5/references/stores');
});

test('goods links, whatever they are', async () => {
  const { asna, requests } = await stubbed(json([{ nnt: 1, own: 'A-17' }]));
  expect(await asna.references.goodsLinks()).toEqual([{ nnt: 1, own: 'A-17' }]);
  expect(requests[0]?.url).toBe('/v5/references/goods_links');
});

describe('assortment', () => {
  test('a plan: the method may be missing', async () => {
    const plan = {
      planId: STORE,
      loadDate: '2017-04-26T15:34:02+00:00',
      plans: [
        { nnt: 1, statusId: 1, status: 'Действует', methodId: 2, method: 'Ручной', qnt: 0.5 },
        { nnt: 2, statusId: 1, status: 'Действует', qnt: 3 },
      ],
    };
    const { asna, requests } = await stubbed(json(plan));
    expect(await asna.assortment.get(STORE)).toEqual(plan);
    expect(requests[0]?.url).toBe(`/v5/stores/${STORE}/assortment_plan`);
  });

  test.each([
    ['no body', empty(200)],
    ['204', empty(204)],
    ['no rows', json({ plans: null })],
  ])('%s is a plan without rows', async (_, respond) => {
    const { asna } = await stubbed(respond);
    expect((await asna.assortment.get(STORE)).plans).toEqual([]);
  });
});

test('a loop that asks for the same more than about once a day is told so, once', async () => {
  const clock = new ManualClock();
  const logger = new Log();
  const { asna } = await stubbed(json([]), {
    clock,
    logger,
    timeouts: { attemptMs: Infinity, deadlineMs: Infinity },
  });
  await asna.references.goods();
  await asna.references.goods({ rvInt: '5' });
  clock.advance(24 * 3_600_000);
  await asna.references.goods();
  expect(logger.warned).toEqual([]);
  clock.advance(60_000);
  await asna.references.goods();
  await asna.references.goods();
  expect(logger.warned).toHaveLength(1);
  expect(logger.warned[0]?.[1]).toContain('about once a day');
});
