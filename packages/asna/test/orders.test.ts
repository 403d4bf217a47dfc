import { inspect } from 'node:util';
import { ORDER_STATUS, RequestValidationError, ResponseValidationError } from '@partner-apis/asna';
import { inTurn, json, Log, rejection, text } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';
import { empty, STORE, stubbed } from './support/stubbed.ts';

const ORDER = 'aaaaaaaa-2222-4333-8444-555555555555';
const ROW = 'bbbbbbbb-2222-4333-8444-555555555555';
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const NOTHING = { headers: [], rows: [], statuses: [] };

describe('pull', () => {
  test.each([
    ['an empty body', empty(200), NOTHING],
    ['204', empty(204), NOTHING],
    ['null', text('null', 200, 'application/json'), NOTHING],
    ['no members', json({}), NOTHING],
    ['null for each', json({ headers: null, rows: null, statuses: null }), NOTHING],
    [
      'one list of three',
      json({ rows: [{ rowId: ROW, orderId: ORDER, qnt: 2, tomorrow: 1 }] }),
      { ...NOTHING, rows: [{ rowId: ROW, orderId: ORDER, qnt: 2, tomorrow: 1 }] },
    ],
  ])('takes %s', async (_, respond, expected) => {
    const { asna } = await stubbed(respond);
    expect(await asna.orders.pull(STORE)).toEqual(expected);
  });

  test('the plus of an offset arrives', async () => {
    const { asna, requests } = await stubbed(json({}));
    await asna.orders.pull(STORE, { since: '2026-11-27T09:00:00.1234567+03:00', orderId: ORDER });
    await asna.orders.pull(STORE, { since: '2026-11-27' });
    expect(requests.map(({ url }) => url)).toEqual([
      `/v5/stores/${STORE}/orders_exchanger?since=2026-11-27T09%3A00%3A00.1234567%2B03%3A00&orderId=${ORDER}`,
      `/v5/stores/${STORE}/orders_exchanger?since=2026-11-27`,
    ]);
  });

  test.each([
    ['a moment without offset', { since: '2026-11-27T09:00:00' }],
    ['no date', { since: 'yesterday' }],
    ['a date that does not exist', { since: '2026-13-45T00:00:00Z' }],
    ['an order that is no GUID', { orderId: '1' }],
    ['a misspelt member', { sinse: '2026-11-27' }],
  ])('refuses %s', async (_, query) => {
    const { asna, requests } = await stubbed(json({}));
    expect(await rejection(asna.orders.pull(STORE, query as never))).toBeInstanceOf(RequestValidationError);
    expect(requests).toHaveLength(0);
  });

  test('the name and the telephone of a customer are in no error and no log line', async () => {
    const header = { orderId: ORDER, name: 'Марья Ивановна', mPhone: '+79991234567', delivery: 'да' };
    const logger = new Log();
    const { asna } = await stubbed(
      inTurn(
        json({ headers: [header] }),
        text(`{"headers":[{"name":"Марья Ивановна","mPhone":"+79991234567`, 200, 'application/json'),
        json({ isError: true, statusCode: 400, exceptionMessage: 'no', order: header }, 400),
      ),
      { logger, retry: false },
    );
    const errors = [
      await rejection(asna.orders.pull(STORE)),
      await rejection(asna.orders.pull(STORE)),
      await rejection(asna.orders.pull(STORE)),
    ];
    expect(errors[0]).toBeInstanceOf(ResponseValidationError);
    const lax = await stubbed(json({ headers: [header] }), { logger, validation: 'warn' });
    expect((await lax.asna.orders.pull(STORE)).headers[0]).toEqual(header);
    const seen = [
      ...errors.map((error) => `${JSON.stringify(error)}${inspect(error, { depth: 9, showHidden: true })}`),
      JSON.stringify(logger.lines),
    ].join();
    expect(seen).not.toMatch(/Марья|9991234567/);
    expect(seen).toContain('[redacted]');
  });
});

describe('push', () => {
  test('gives each status an id, the store and the time, and the same ones for every attempt', async () => {
    const { asna, requests } = await stubbed(inTurn(text('', 503), text('', 502), empty(201)));
    const own = 'cccccccc-2222-4333-8444-555555555555';
    const { statuses } = await asna.orders.push(STORE, {
      rows: [{ rowId: ROW, qntUnrsv: 0.5 }],
      statuses: [
        { orderId: ORDER, status: ORDER_STATUS.partlyReserved },
        {
          orderId: ORDER,
          rowId: ROW,
          status: 777,
          statusId: own,
          date: '2026-11-27T09:00:00+03:00',
          cmnt: 'нет',
        },
      ],
    });
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
    expect(requests[0]).toMatchObject({ method: 'PUT', url: `/v5/stores/${STORE}/orders_exchanger` });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ rows: [{ rowId: ROW, qntUnrsv: 0.5 }], statuses });
    expect(statuses).toEqual([
      {
        statusId: expect.stringMatching(GUID),
        orderId: ORDER,
        storeId: STORE,
        date: expect.stringMatching(/Z$/),
        status: 201,
      },
      {
        statusId: own,
        orderId: ORDER,
        rowId: ROW,
        storeId: STORE,
        date: '2026-11-27T09:00:00+03:00',
        status: 777,
        cmnt: 'нет',
      },
    ]);
    const again = await asna.orders.push(STORE, { statuses });
    expect(again.statuses).toEqual(statuses);
  });

  test.each([200, 201, 202, 204])('takes %s for a yes', async (status) => {
    const { asna } = await stubbed(empty(status));
    const { statuses } = await asna.orders.push(STORE, { statuses: [{ orderId: ORDER, status: 200 }] });
    expect(statuses).toHaveLength(1);
  });

  test.each<[string, unknown, (string | number)[]]>([
    ['nothing to send', { statuses: [] }, ['statuses']],
    ['no statuses', { rows: [{ rowId: ROW, qntUnrsv: 1 }] }, ['statuses']],
    ['no list', { statuses: 'all' }, ['statuses']],
    ['a status that is none', { statuses: [null] }, ['statuses', 0]],
    ['nothing at all', undefined, ['statuses']],
    ['an order that is no GUID', { statuses: [{ orderId: '1', status: 200 }] }, ['statuses', 0, 'orderId']],
    ['a status in words', { statuses: [{ orderId: ORDER, status: 'new' }] }, ['statuses', 0, 'status']],
    [
      'a date without offset',
      { statuses: [{ orderId: ORDER, status: 200, date: '2026-11-27T09:00:00' }] },
      ['statuses', 0, 'date'],
    ],
    [
      'a negative quantity',
      { rows: [{ rowId: ROW, qntUnrsv: -1 }], statuses: [{ orderId: ORDER, status: 201 }] },
      ['rows', 0, 'qntUnrsv'],
    ],
    ['a misspelt member', { statuses: [{ orderId: ORDER, status: 200, comment: 'x' }] }, ['statuses', 0]],
  ])('refuses %s before a socket opens', async (_, answer, path) => {
    const { asna, requests } = await stubbed(empty(200));
    const error = await rejection(asna.orders.push(STORE, answer as never));
    expect(error).toBeInstanceOf(RequestValidationError);
    expect((error as RequestValidationError).issues.map((issue) => issue.path)).toContainEqual(path);
    expect(requests).toHaveLength(0);
  });
});
