import { defineOperation, onTheWire, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { guid } from '../api/ids.ts';
import { nothingIs, number, text } from '../api/reading.ts';
import type { AssortmentPlan, AssortmentRow, Goods, GoodsLink, Store } from './models.ts';

/** The most records that ASNA gives at once. */
export const MAX_GOODS = 10_000;

const flag = once(() => z.nullish(z.boolean()));

const store = once((): z.ZodMiniType<Store, unknown> =>
  z.pipe(
    // Older answers spell it without the s.
    z.looseObject({
      guid: text(),
      name: text(),
      company: text(),
      active: flag(),
      stocksExist: flag(),
      preordersExist: flag(),
    }),
    z.transform(({ stockExist, ...members }) =>
      typeof stockExist === 'boolean' && members.stocksExist === undefined
        ? { ...members, stocksExist: stockExist }
        : members,
    ),
  ),
);

/** GET /v5/references/stores. */
export const listStores = defineOperation({
  id: 'stores.list',
  summary: 'Read the stores that the credential may see',
  source: 'a sample client of the ASNA REST API 5.0',
  evidence: 'third-party',
  method: 'GET',
  path: '/v5/references/stores',
  safety: 'read',
  response: z.lazy(() => z.array(store())),
  absorb: nothingIs([]),
});

const goods = once((): z.ZodMiniType<Goods, unknown> =>
  z.pipe(
    z.looseObject({ nnt: number(), rv: text(), rvInt: z.nullish(z.union([z.string(), z.number()])) }),
    z.transform(({ rvInt, ...members }) => (rvInt == null ? members : { ...members, rvInt: String(rvInt) })),
  ),
);

/** A row version as it is sent. */
const rowVersionText = once(() =>
  z.string().check(z.regex(/^\d{1,19}$/, 'must be the digits of a 64-bit integer')),
);
const rowVersion = once(() =>
  onTheWire(
    z.pipe(
      z.union(
        [
          z.custom<bigint>((value) => typeof value === 'bigint').check(z.gte(0n, 'must not be negative')),
          rowVersionText(),
        ],
        'must be text or a bigint: a number cannot hold every row version',
      ),
      z.transform(String),
    ),
    () => rowVersionText(),
  ),
);

/** GET /v5/references/goods_normalized: records with a row version after one. */
export const listGoods = defineOperation({
  id: 'references.goods',
  summary: 'Read a part of the goods catalogue',
  source: 'ASNA REST API 5.0 documentation, References',
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/v5/references/goods_normalized',
  safety: 'read',
  query: z.lazy(() =>
    z.strictObject({
      count: z.optional(
        z
          .int('must be an integer')
          .check(
            z.gte(1, 'must be 1 or more'),
            z.lte(MAX_GOODS, `must not be more than ${MAX_GOODS}: ASNA gives no more at once`),
          ),
      ),
      rvInt: z.optional(rowVersion()),
    }),
  ),
  response: z.lazy(() => z.array(goods())),
  exactIntegers: true,
  absorb: nothingIs([]),
});

const goodsLink = once((): z.ZodMiniType<GoodsLink, unknown> => z.looseObject({ nnt: number() }));

/** GET /v5/references/goods_links. */
export const listGoodsLinks = defineOperation({
  id: 'references.goodsLinks',
  summary: "Read the links between ASNA's goods codes and the pharmacy's own",
  source: 'a program that imitates the ASNA REST API 5.0',
  evidence: 'third-party',
  method: 'GET',
  path: '/v5/references/goods_links',
  safety: 'read',
  response: z.lazy(() => z.array(goodsLink())),
  absorb: nothingIs([]),
});

const planRow = once((): z.ZodMiniType<AssortmentRow, unknown> =>
  z.looseObject({
    nnt: number(),
    statusId: number(),
    status: text(),
    methodId: number(),
    method: text(),
    qnt: number(),
  }),
);

const plan = z.lazy(() =>
  z.pipe(
    z.looseObject({ planId: text(), loadDate: text(), plans: z.nullish(z.array(planRow())) }),
    z.transform(({ plans, ...members }): AssortmentPlan => ({ ...members, plans: plans ?? [] })),
  ),
);

/** GET /v5/stores/{storeId}/assortment_plan. */
export const getAssortment = defineOperation({
  id: 'assortment.get',
  summary: 'Read the assortment plan of a store',
  source: 'ASNA REST API 5.0 documentation, Assortment plan',
  evidence: 'vendor-docs',
  method: 'GET',
  path: '/v5/stores/{storeId}/assortment_plan',
  safety: 'read',
  params: z.lazy(() => z.strictObject({ storeId: guid() })),
  response: plan,
  absorb: nothingIs({}),
});
