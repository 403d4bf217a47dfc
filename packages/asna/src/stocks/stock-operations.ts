import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { momentSchema } from '../api/dates.ts';
import { guid } from '../api/ids.ts';
import { nothingIs, number, text } from '../api/reading.ts';
import { type SubmissionAnswer, submissionAnswer } from '../messages/submitted.ts';
import type { StockRow } from './stock.ts';

const storeId = z.lazy(() => z.strictObject({ storeId: guid() }));
const path = '/v5/stores/{storeId}/stocks';

const words = once(() => z.optional(z.string('must be a string')));
const amount = once(() => z.optional(z.number('must be a finite number')));
const flag = once(() => z.nullish(z.boolean('must be a boolean or null: 0 and 1 are refused')));

/** A row as it is sent. The manual's own sample is wrong on purpose; the errors that its validator reports for it are the rules here. */
const item = once(() =>
  z.strictObject({
    prtId: z.string('must be a string: an integer is refused').check(z.minLength(1, 'must not be empty')),
    nnt: z.int('must be an integer: the goods code'),
    qnt: z.number('must be a finite number').check(z.gte(0, 'must not be negative')),
    doc: words(),
    supInn: words(),
    supId: words(),
    supDate: z.optional(momentSchema()),
    nds: z.optional(z.int('must be an integer: the VAT rate')),
    gnvls: flag(),
    dp: flag(),
    man: words(),
    series: words(),
    exp: z.nullish(z.string('must be a string or null: a number is refused')),
    prcMan: amount(),
    prcOpt: amount(),
    prcOptNds: amount(),
    prcRet: amount(),
    prcReestr: amount(),
    prcGnvlsMax: amount(),
    sumOpt: amount(),
    sumOptNds: amount(),
    mrGnvls: amount(),
    tag: amount(),
  }),
);

const rows = () => z.array(item(), 'must be an array');

const stockRow = once((): z.ZodMiniType<StockRow, unknown> =>
  z.looseObject({ prtId: text(), nnt: number(), qnt: number() }),
);

/** GET /v5/stores/{storeId}/stocks. */
export const getStocks = defineOperation({
  id: 'stocks.get',
  summary: 'Read the stock that ASNA holds for a store',
  source: 'ASNA REST API 5.0 documentation, Authorization (the path); the rows as a sample client reads them',
  evidence: 'vendor-docs',
  method: 'GET',
  path,
  safety: 'read',
  params: storeId,
  response: z.lazy(() => z.array(stockRow())),
  absorb: nothingIs([]),
});

/** POST /v5/stores/{storeId}/stocks: all of it, in the place of what was there. */
export const replaceStocks = defineOperation({
  id: 'stocks.replace',
  summary: 'Send the whole stock of a store',
  source: 'a sample client and two programs that imitate the ASNA REST API 5.0',
  evidence: 'third-party',
  method: 'POST',
  path,
  safety: 'idempotent',
  params: storeId,
  body: z.lazy(() => z.strictObject({ date: momentSchema(), stocks: z.readonly(rows()) })),
  response: z.lazy(() => z.custom<SubmissionAnswer>()),
  absorb: submissionAnswer,
});

/** PUT /v5/stores/{storeId}/stocks: rows that changed. */
export const updateStocks = defineOperation({
  id: 'stocks.update',
  summary: 'Send the rows of a store that have changed',
  source: 'two programs that imitate the ASNA REST API 5.0',
  evidence: 'third-party',
  method: 'PUT',
  path,
  safety: 'unsafe',
  params: storeId,
  body: z.lazy(() =>
    z.strictObject({
      date: momentSchema(),
      stocks: z.readonly(rows().check(z.minLength(1, 'must not be empty: there is nothing to change'))),
    }),
  ),
  response: z.lazy(() => z.custom<SubmissionAnswer>()),
  absorb: submissionAnswer,
});
