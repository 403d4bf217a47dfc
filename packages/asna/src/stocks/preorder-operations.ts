import { defineOperation, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { momentSchema } from '../api/dates.ts';
import { guid } from '../api/ids.ts';
import { nothingIs, number, text } from '../api/reading.ts';
import { type SubmissionAnswer, submissionAnswer } from '../messages/submitted.ts';
import type { PreorderRow } from './preorder.ts';

const params = z.lazy(() => z.strictObject({ legalEntityId: guid() }));
const path = '/v5/legal_entities/{legalEntityId}/preorders';

const preorderRow = once((): z.ZodMiniType<PreorderRow, unknown> =>
  z.looseObject({
    nnt: number(),
    sku: z.nullish(z.union([z.number(), z.string()])),
    supInn: text(),
    supDate: text(),
    prcOptNds: number(),
    prclDate: text(),
    plType: number(),
    status: number(),
  }),
);

/** A row as it is sent. Only its goods code is known to be needed; the schema `preorders` of the validator knows the rest. */
const item = once(() => z.looseObject({ nnt: z.int('must be an integer: the goods code') }));
const upload = () =>
  z.looseObject({
    date: z.optional(momentSchema()),
    preorders: z.readonly(z.array(item(), 'must be an array')),
  });

/** GET /v5/legal_entities/{legalEntityId}/preorders. */
export const getPreorders = defineOperation({
  id: 'preorders.get',
  summary: 'Read the consolidated price list that ASNA holds for a legal entity',
  source: 'a sample client of the ASNA REST API 5.0',
  evidence: 'third-party',
  method: 'GET',
  path,
  safety: 'read',
  params,
  response: z.lazy(() => z.array(preorderRow())),
  absorb: nothingIs([]),
});

/** POST on the same path: all of it, in the place of what was there. */
export const replacePreorders = defineOperation({
  id: 'preorders.replace',
  summary: 'Send the whole consolidated price list of a legal entity',
  source: 'a program that imitates the ASNA REST API 5.0',
  evidence: 'third-party',
  method: 'POST',
  path,
  safety: 'idempotent',
  params,
  body: z.lazy(upload),
  response: z.lazy(() => z.custom<SubmissionAnswer>()),
  absorb: submissionAnswer,
});

/** PUT on the same path: rows that changed. */
export const updatePreorders = defineOperation({
  id: 'preorders.update',
  summary: 'Send the rows of a price list that have changed',
  source: 'the event preorders_updates of the ASNA manual, and the way in which stock is sent',
  evidence: 'third-party',
  method: 'PUT',
  path,
  safety: 'unsafe',
  params,
  body: z.lazy(() =>
    upload().check(
      z.refine(({ preorders }) => preorders.length > 0, {
        path: ['preorders'],
        message: 'must not be empty: there is nothing to change',
      }),
    ),
  ),
  response: z.lazy(() => z.custom<SubmissionAnswer>()),
  absorb: submissionAnswer,
});
