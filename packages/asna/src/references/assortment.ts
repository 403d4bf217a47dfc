import type { ApiCall } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { type AsnaReadOptions, reading } from '../api/reading.ts';
import type { DailyLimit } from './daily.ts';
import type { AssortmentPlan } from './models.ts';
import { getAssortment } from './reference-operations.ts';

/** Assortment plans: what a store is to have in stock. */
export class Assortment {
  readonly #client: Caller;
  readonly #daily: DailyLimit;

  /** @internal */
  constructor(client: Caller, daily: DailyLimit) {
    this.#client = client;
    this.#daily = daily;
  }

  /**
   * Vendor documentation, partial: reads the plan of a store; without rows where there is none. ASNA asks for about once a day.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see ASNA REST API 5.0 documentation, Assortment plan
   */
  get(storeId: string, options?: AsnaReadOptions): ApiCall<AssortmentPlan> {
    this.#daily.asked(getAssortment.id, storeId);
    return this.#client.call(getAssortment, { params: { storeId } }, reading(options));
  }
}
