import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { type AsnaReadOptions, reading } from '../api/reading.ts';
import { type Submitted, submitted } from '../messages/submitted.ts';
import type { StockRow, StockUpload } from './stock.ts';
import { getStocks, replaceStocks, updateStocks } from './stock-operations.ts';

/** The stock of a store: what ASNA shows to those who order. */
export class Stocks {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: reads the stock that ASNA holds for a store, `[]` when it holds none. Useful to see that an upload has
   * arrived.
   *
   * @param storeId - GUID of the store.
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see ASNA REST API 5.0 documentation, Authorization (the path); the rows as a sample client reads them
   */
  get(storeId: string, options?: AsnaReadOptions): ApiCall<StockRow[]> {
    return this.#client.call(getStocks, { params: { storeId } }, reading(options));
  }

  /**
   * Third-party programs only: sends the whole stock of a store, in the place of what ASNA held; a row that is not in it is gone there. The
   * same list twice is the same stock, so it is repeated by itself. An empty list empties the store.
   *
   * @returns As `submit()`: `{ state: 'accepted', messageId, wait() }` for 202.
   * @throws RequestValidationError, before anything is sent, with the path of the member.
   * @see a sample client and two programs that imitate the ASNA REST API 5.0
   */
  replace(storeId: string, stock: StockUpload, options?: CallOptions): ApiCall<Submitted> {
    return this.#send(replaceStocks, storeId, stock, options);
  }

  /**
   * Third-party programs only: sends the rows that have changed since the last upload; the others stay as they are. Not repeated by itself
   * once it may have arrived: a later change could be overwritten. How a batch that is sold out is told is not documented, probably by
   * `qnt` 0.
   *
   * @returns As `submit()`.
   * @throws RequestValidationError, before anything is sent, with the path of the member.
   * @see two programs that imitate the ASNA REST API 5.0
   */
  update(storeId: string, stock: StockUpload, options?: CallOptions): ApiCall<Submitted> {
    return this.#send(updateStocks, storeId, stock, options);
  }

  #send(
    operation: typeof replaceStocks | typeof updateStocks,
    storeId: string,
    stock: StockUpload,
    options?: CallOptions,
  ): ApiCall<Submitted> {
    return submitted(
      this.#client,
      `/v5/stores/${storeId}/stocks`,
      operation.id,
      this.#client.call(operation, { params: { storeId }, body: stock }, options),
    );
  }
}
