import { type ApiCall, ResponseValidationError } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { type AsnaReadOptions, reading } from '../api/reading.ts';
import type { DailyLimit } from './daily.ts';
import type { Goods, GoodsLink, GoodsQuery } from './models.ts';
import { listGoods, listGoodsLinks, MAX_GOODS } from './reference-operations.ts';

/** Dictionaries. */
export class References {
  readonly #client: Caller;
  readonly #daily: DailyLimit;

  /** @internal */
  constructor(client: Caller, daily: DailyLimit) {
    this.#client = client;
    this.#daily = daily;
  }

  /**
   * Vendor documentation, partial: reads one part of the goods catalogue, in the order of row versions. The next part is after the largest
   * `rvInt` of this one. ASNA asks for about once a day, and gives at most 10,000 records at once.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see ASNA REST API 5.0 documentation, References
   */
  goods(query: GoodsQuery = {}, options?: AsnaReadOptions): ApiCall<Goods[]> {
    this.#daily.asked(listGoods.id, String(query.rvInt ?? '0'));
    return this.#client.call(listGoods, { query }, reading(options));
  }

  /**
   * Vendor documentation, partial: every record of the goods catalogue after a row version, part by part, to the end. Keep the largest
   * `rvInt` that you have stored, and begin there the next day.
   *
   * @throws ResponseValidationError for a full part whose records do not lead on: they have no row version, or none after the one asked for.
   */
  async *iterateGoods(
    query: GoodsQuery = {},
    options?: AsnaReadOptions,
  ): AsyncGenerator<Goods, void, undefined> {
    const count = query.count ?? MAX_GOODS;
    let after = query.rvInt === undefined ? undefined : String(query.rvInt);
    for (;;) {
      const page = await this.goods({ count, ...(after !== undefined && { rvInt: after }) }, options);
      const next = largest(page);
      const leadsOn = next !== undefined && (after === undefined || next > BigInt(after));
      // The rule for the end is not documented: an empty part, or a last one that has nothing new.
      yield* leadsOn || after === undefined ? page : [];
      if (!leadsOn) {
        if (page.length >= count) throw stuck(page, after);
        return;
      }
      after = String(next);
    }
  }

  /**
   * Third-party programs only: reads the links between ASNA's goods codes and the pharmacy's own. Their members are not documented.
   *
   * @throws AuthenticationError where the credential is refused, and as every `ApiCall`.
   * @see a program that imitates the ASNA REST API 5.0
   */
  goodsLinks(options?: AsnaReadOptions): ApiCall<GoodsLink[]> {
    return this.#client.call(listGoodsLinks, {}, reading(options));
  }
}

function largest(page: readonly Goods[]): bigint | undefined {
  let max: bigint | undefined;
  for (const { rvInt } of page) {
    if (rvInt === undefined || !/^\d+$/.test(rvInt)) continue;
    const version = BigInt(rvInt);
    if (max === undefined || version > max) max = version;
  }
  return max;
}

function stuck(page: readonly Goods[], after: string | undefined): ResponseValidationError {
  const message = `a full part of ${page.length} records has no row version after ${after ?? 'the beginning'}`;
  return new ResponseValidationError(
    `ASNA references.iterateGoods cannot go on: ${message}, so that the rest cannot be asked for.`,
    [{ path: ['rvInt'], message }],
    page.slice(0, 10),
    { vendor: 'asna', operation: listGoods.id, hint: 'Ask ASNA; references.goods() reads single parts.' },
  );
}
