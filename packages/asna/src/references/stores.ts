import type { ApiCall } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { type AsnaReadOptions, reading } from '../api/reading.ts';
import type { Store } from './models.ts';
import { listStores } from './reference-operations.ts';

/** Stores. */
export class Stores {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party programs only: reads the stores that the credential may see.
   *
   * @throws AuthenticationError where the credential is refused, and as every `ApiCall`.
   * @see a sample client of the ASNA REST API 5.0
   */
  list(options?: AsnaReadOptions): ApiCall<Store[]> {
    return this.#client.call(listStores, {}, reading(options));
  }
}
