import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { momentSchema, sinceSchema } from '../api/dates.ts';
import { guid } from '../api/ids.ts';
import { nothingIs, number, text } from '../api/reading.ts';
import type { OrderChanges, OrderHeader, OrderRow, OrderStatus } from './models.ts';

const storeId = z.lazy(() => z.strictObject({ storeId: guid() }));
const path = '/v5/stores/{storeId}/orders_exchanger';

const header = once((): z.ZodMiniType<OrderHeader, unknown> =>
  z.looseObject({
    orderId: z.string(),
    storeId: text(),
    issuerId: text(),
    src: text(),
    num: text(),
    date: text(),
    name: text(),
    mPhone: text(),
    payType: text(),
    payTypeId: number(),
    dCard: text(),
    delivery: z.nullish(z.boolean()),
    deliveryInfo: text(),
    unionId: text(),
    ts: text(),
  }),
);

const row = once((): z.ZodMiniType<OrderRow, unknown> =>
  z.looseObject({
    rowId: z.string(),
    orderId: z.string(),
    rowType: number(),
    prtId: text(),
    nnt: number(),
    qnt: number(),
    prc: number(),
    prcDsc: number(),
    prcLoyal: number(),
    prcOptNds: number(),
    supInn: text(),
    dlvDate: text(),
    qntUnrsv: number(),
    ts: text(),
  }),
);

const status = once((): z.ZodMiniType<OrderStatus, unknown> =>
  z.looseObject({
    statusId: z.string(),
    orderId: z.string(),
    rowId: text(),
    storeId: text(),
    date: text(),
    status: number(),
    rcDate: text(),
    cmnt: text(),
    ts: text(),
  }),
);

/** Any of the three lists may be missing. */
const changes = z.lazy(() =>
  z.looseObject({
    headers: z.nullish(z.array(header())),
    rows: z.nullish(z.array(row())),
    statuses: z.nullish(z.array(status())),
  }),
);

/** GET /v5/stores/{storeId}/orders_exchanger: what has changed. */
export const pullOrders = defineOperation({
  id: 'orders.pull',
  summary: 'Read new and changed orders of a store',
  source:
    'a sample client and two programs that imitate the ASNA REST API 5.0; the documentation of orders describes the process',
  evidence: 'third-party',
  method: 'GET',
  path,
  safety: 'read',
  params: storeId,
  query: z.lazy(() => z.strictObject({ since: z.optional(sinceSchema()), orderId: z.optional(guid()) })),
  response: changes,
  absorb: nothingIs({}),
  result: ({ headers, rows, statuses }): OrderChanges => ({
    headers: headers ?? [],
    rows: rows ?? [],
    statuses: statuses ?? [],
  }),
});

const statusUpdate = once(() =>
  z.strictObject({
    statusId: guid(),
    orderId: guid(),
    rowId: z.optional(guid()),
    storeId: guid(),
    date: momentSchema(),
    status: z.int('must be an integer: the code of the status'),
    rcDate: z.optional(momentSchema()),
    cmnt: z.optional(z.string('must be a string')),
  }),
);

const rowUpdate = once(() =>
  z.strictObject({
    rowId: guid(),
    qntUnrsv: z.number('must be a finite number').check(z.gte(0, 'must not be negative')),
  }),
);

/** PUT on the same path: what the pharmacy says. Its status records have ids of the sender's, so that twice is the same as once. */
export const pushOrders = defineOperation({
  id: 'orders.push',
  summary: 'Send statuses of orders, and what could not be reserved',
  source: 'two programs that imitate the ASNA REST API 5.0; a sample client sends POST',
  evidence: 'third-party',
  method: 'PUT',
  path,
  safety: 'idempotent',
  params: storeId,
  body: z.lazy(() =>
    z
      .strictObject({
        rows: z.optional(z.readonly(z.array(rowUpdate(), 'must be an array'))),
        statuses: z.readonly(z.array(statusUpdate(), 'must be an array')),
      })
      .check(
        z.refine(({ rows = [], statuses }) => rows.length + statuses.length > 0, {
          path: ['statuses'],
          message: 'must not be empty where there are no rows: there is nothing to send',
        }),
      ),
  ),
  response: 'empty',
});
