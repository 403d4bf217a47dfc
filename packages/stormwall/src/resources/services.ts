import type { Caller } from '@partner-apis/core/vendor';
import type { Lists } from '../lists/lists.ts';
import type { Service } from '../api/models.ts';
import { listServices } from './operations.ts';
import type { StormwallCallOptions } from '../api/options.ts';
import type { PagedCall } from '../lists/paged-call.ts';
import type { Paging } from '../api/paging.ts';

/** Services of the account. Manual, authorization example. */
export class Services {
  readonly #client: Caller;
  readonly #lists: Lists;

  /** @internal */
  constructor(client: Caller, lists: Lists) {
    this.#client = client;
    this.#lists = lists;
  }

  /**
   * The services of the account: `await` for one page, `for await` for all of them.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Stormwall API manual, authorization example
   */
  list(paging: Paging = {}, options?: StormwallCallOptions): PagedCall<Service> {
    return this.#lists.of(listServices.id, paging, options, (query) =>
      this.#client.call(listServices, { query }, options),
    );
  }
}
