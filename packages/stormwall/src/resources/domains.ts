import type { Caller } from '@partner-apis/core/vendor';
import type { Lists } from '../lists/lists.ts';
import type { Domain, DomainStats } from '../api/models.ts';
import { getDomain, getStats, listDomains } from './operations.ts';
import type { StormwallCallOptions } from '../api/options.ts';
import type { PagedCall } from '../lists/paged-call.ts';
import type { Paging } from '../api/paging.ts';
import { ReadCall } from '../lists/read-call.ts';

/** Domains of a service. Manual, REST interface. */
export class Domains {
  readonly #client: Caller;
  readonly #lists: Lists;

  /** @internal */
  constructor(client: Caller, lists: Lists) {
    this.#client = client;
    this.#lists = lists;
  }

  /**
   * The domains of a service: `await` for one page, `for await` for all of them.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see not in the Stormwall API manual; as public programs use it
   */
  list(serviceId: number, paging: Paging = {}, options?: StormwallCallOptions): PagedCall<Domain> {
    return this.#lists.of(listDomains.id, paging, options, (query) =>
      this.#client.call(listDomains, { params: { serviceId }, query }, options),
    );
  }

  /**
   * One domain. Rejects with NotFoundError when the service has none of this id.
   *
   * @see Stormwall API manual, REST interface
   */
  get(serviceId: number, domainId: number, options?: StormwallCallOptions): ReadCall<Domain> {
    return new ReadCall(this.#client.call(getDomain, { params: { serviceId, domainId } }, options));
  }

  /**
   * Statistics of one or more domains of a service.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Stormwall API manual, REST interface
   */
  stats(
    serviceId: number,
    domainIds: readonly number[],
    options?: StormwallCallOptions,
  ): ReadCall<DomainStats> {
    const input = { params: { serviceId }, query: { domain_id: domainIds } };
    return new ReadCall(this.#client.call(getStats, input, options));
  }
}
