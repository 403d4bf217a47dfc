import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { type AsnaReadOptions, reading } from '../api/reading.ts';
import { type Submitted, submitted } from '../messages/submitted.ts';
import type { PreorderRow, PreorderUpload } from './preorder.ts';
import { getPreorders, replacePreorders, updatePreorders } from './preorder-operations.ts';

/** The consolidated price list of a legal entity: suppliers' goods that can be ordered although no store has them. Not orders. */
export class Preorders {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party programs only: reads the price list that ASNA holds, `[]` when it holds none.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see a sample client of the ASNA REST API 5.0
   */
  get(legalEntityId: string, options?: AsnaReadOptions): ApiCall<PreorderRow[]> {
    return this.#client.call(getPreorders, { params: { legalEntityId } }, reading(options));
  }

  /**
   * Third-party programs only: sends the whole price list, in the place of what ASNA held. The same list twice is the same list, so it is
   * repeated by itself.
   *
   * @returns As `submit()`.
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see a program that imitates the ASNA REST API 5.0
   */
  replace(legalEntityId: string, body: PreorderUpload, options?: CallOptions): ApiCall<Submitted> {
    return this.#send(replacePreorders, legalEntityId, body, options);
  }

  /**
   * Third-party programs only: sends the rows that have changed; that there is such a call follows from the event `preorders_updates`. Not
   * repeated by itself once it may have arrived.
   *
   * @returns As `submit()`.
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see the event preorders_updates of the ASNA manual, and the way in which stock is sent
   */
  update(legalEntityId: string, body: PreorderUpload, options?: CallOptions): ApiCall<Submitted> {
    return this.#send(updatePreorders, legalEntityId, body, options);
  }

  #send(
    operation: typeof replacePreorders,
    legalEntityId: string,
    body: PreorderUpload,
    options?: CallOptions,
  ): ApiCall<Submitted> {
    return submitted(
      this.#client,
      `/v5/legal_entities/${legalEntityId}/preorders`,
      operation.id,
      this.#client.call(operation, { params: { legalEntityId }, body }, options),
    );
  }
}
