import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Exchange } from '../../http/exchange.ts';
import type { Route } from '../../vendor.ts';
import { badRequest, refuse } from '../problems.ts';
import type { AsnaState } from '../state.ts';
import { one } from '../query.ts';
import { binaryVersion, goodsRecords, planOf, versionIn } from './catalogue.ts';

/** The most records at once ("References"). */
const MOST = 10_000;

/** Stock and price lists read back, stores, dictionaries, assortment plans. */
export function goodsRoutes(state: AsnaState): Route[] {
  const read = (
    id: string,
    path: string,
    handler: (exchange: Exchange) => Answer,
    right?: string,
  ): Route => ({
    id,
    method: 'GET',
    path,
    handler: (exchange) => {
      state.authorize(exchange, right);
      return handler(exchange);
    },
  });
  return [
    read(
      'stocks.get',
      '/v5/stores/:store/stocks',
      (exchange) => list(state, state.stocks.of(state.readGuid(exchange, 'store'))),
      'stocks.view',
    ),
    read('preorders.get', '/v5/legal_entities/:entity/preorders', (exchange) =>
      list(state, state.preorders.of(state.readGuid(exchange, 'entity'))),
    ),
    read('stores.list', '/v5/references/stores', () =>
      list(
        state,
        state.stores.all().map((store) => ({
          ...store,
          stocksExist: state.stocks.of(store.guid).length > 0,
          preordersExist: state.preorders.of(store.guid).length > 0,
        })),
      ),
    ),
    read('references.goods', '/v5/references/goods_normalized', (exchange) => goods(state, exchange)),
    read('references.goodsLinks', '/v5/references/goods_links', () =>
      list(
        state,
        goodsRecords().map(({ nnt }) => ({ nnt })),
      ),
    ),
    read('assortment.get', '/v5/stores/:store/assortment_plan', (exchange) =>
      // The sample's date has no fraction.
      jsonAnswer(
        200,
        planOf(state.context.seed, state.readGuid(exchange, 'store'), '2026-01-01T00:00:00+00:00'),
      ),
    ),
  ];
}

/** A list, or the answer that there is nothing. */
function list(state: AsnaState, rows: readonly object[]): Answer {
  return rows.length === 0 ? state.nothing([]) : jsonAnswer(200, rows);
}

/** Records after a row version, in its order. */
function goods(state: AsnaState, exchange: Exchange): Answer {
  const count = one(exchange, 'count') ?? String(MOST);
  if (!/^\d+$/.test(count) || Number(count) < 1 || Number(count) > MOST)
    return badRequest(`The value '${count}' is not valid for count.`);
  const after = versionOf(exchange);
  const records = goodsRecords()
    .filter(({ rvInt }) => rvInt > after)
    .slice(0, Number(count));
  if (records.length === 0) return state.nothing([]);
  // JSON of the language's own cannot write an integer of 64 bits.
  const text = records.map(
    ({ nnt, name, rvInt }) =>
      `${JSON.stringify({ nnt, name, rv: binaryVersion(rvInt) }).slice(0, -1)},"rvInt":${rvInt}}`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: `[${text.join(',')}]`,
  };
}

function versionOf(exchange: Exchange): bigint {
  const [integer, binary] = [one(exchange, 'rvInt'), one(exchange, 'rv')];
  if (integer !== undefined)
    return /^\d{1,19}$/.test(integer)
      ? BigInt(integer)
      : refuse(badRequest(`The value '${integer}' is not valid for rvInt.`));
  if (binary === undefined) return 0n;
  return versionIn(binary) ?? refuse(badRequest(`The value '${binary}' is not valid for rv.`));
}
