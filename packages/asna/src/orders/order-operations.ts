import { defineOperation } from '@partner-apis/core/vendor';
import * as z from 'zod';
import { momentSchema, sinceSchema } from '../api/dates.ts';
import { guid } from '../api/ids.ts';
import { nothingIs, number, text } from '../api/reading.ts';
import type { OrderChanges, OrderHeader, OrderRow, OrderStatus } from './models.ts';

const storeId = z.strictObject({ storeId: guid });
const path = '/v5/stores/{storeId}/orders_exchanger';

const header: z.ZodType<OrderHeader, unknown> = z.looseObject({
  orderId: z.string(),
  storeId: text,
  issuerId: text,
  src: text,
  num: text,
  date: text,
  name: text,
  mPhone: text,
  payType: text,
  payTypeId: number,
  dCard: text,
  delivery: z.boolean().nullish(),
  deliveryInfo: text,
  unionId: text,
  ts: text,
});

const row: z.ZodType<OrderRow, unknown> = z.looseObject({
  rowId: z.string(),
  orderId: z.string(),
  rowType: number,
  prtId: text,
  nnt: number,
  qnt: number,
  prc: number,
  prcDsc: number,
  prcLoyal: number,
  prcOptNds: number,
  supInn: text,
  dlvDate: text,
  qntUnrsv: number,
  ts: text,
});

const status: z.ZodType<OrderStatus, unknown> = z.looseObject({
  statusId: z.string(),
  orderId: z.string(),
  rowId: text,
  storeId: text,
  date: text,
  status: number,
  rcDate: text,
  cmnt: text,
  ts: text,
});

/** Any of the three lists may be missing. */
const changes = z.looseObject({
  headers: z.array(header).nullish(),
  rows: z.array(row).nullish(),
  statuses: z.array(status).nullish(),
});

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
  query: z.strictObject({ since: sinceSchema.optional(), orderId: guid.optional() }),
  response: changes,
  absorb: nothingIs({}),
  result: ({ headers, rows, statuses }): OrderChanges => ({
    headers: headers ?? [],
    rows: rows ?? [],
    statuses: statuses ?? [],
  }),
});

const statusUpdate = z.strictObject({
  statusId: guid,
  orderId: guid,
  rowId: guid.optional(),
  storeId: guid,
  date: momentSchema,
  status: z.int('must be an integer: the code of the status'),
  rcDate: momentSchema.optional(),
  cmnt: z.string('must be a string').optional(),
});

const rowUpdate = z.strictObject({
  rowId: guid,
  qntUnrsv: z.number('must be a finite number').min(0, 'must not be negative'),
});

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
  body: z
    .strictObject({
      rows: z.array(rowUpdate, 'must be an array').readonly().optional(),
      statuses: z.array(statusUpdate, 'must be an array').readonly(),
    })
    .refine(({ rows = [], statuses }) => rows.length + statuses.length > 0, {
      path: ['statuses'],
      message: 'must not be empty where there are no rows: there is nothing to send',
    }),
  response: 'empty',
});
