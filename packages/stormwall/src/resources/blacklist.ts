import type { ApiCall } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import type { Lists } from '../lists/lists.ts';
import type { ChangeAnswer } from '../api/models.ts';
import { addToBlacklist, listBlacklist, removeFromBlacklist } from './operations.ts';
import type { StormwallCallOptions } from '../api/options.ts';
import type { PagedCall } from '../lists/paged-call.ts';
import type { Paging } from '../api/paging.ts';
import type { Report } from '../api/soft-errors.ts';

/**
 * Addresses that may not reach a domain. Entries are CIDR texts, IPv4 or IPv6; a single address goes out as a block of one. Public programs
 * report a limit of 500 entries per domain.
 */
export class Blacklist {
  readonly #client: Caller;
  readonly #lists: Lists;

  /** @internal */
  constructor(client: Caller, lists: Lists) {
    this.#client = client;
    this.#lists = lists;
  }

  /**
   * The entries as the server writes them: a single address with `/32`. `await` for one page, `for await` for all of them.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see not in the Stormwall API manual; as public programs use it
   */
  list(
    serviceId: number,
    domainId: number,
    paging: Paging = {},
    options?: StormwallCallOptions,
  ): PagedCall<string> {
    return this.#lists.of(listBlacklist.id, paging, options, (query) =>
      this.#client.call(listBlacklist, { params: { serviceId, domainId }, query }, options),
    );
  }

  /**
   * Adds entries; those that are there stay. Look at `softErrors`: an entry may have been refused.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see not in the Stormwall API manual; as public programs use it
   */
  add(
    serviceId: number,
    domainId: number,
    cidrs: readonly string[],
    options?: StormwallCallOptions,
  ): ApiCall<Report<ChangeAnswer>> {
    const input = { params: { serviceId, domainId }, body: { list: cidrs } };
    return this.#client.call(addToBlacklist, input, options);
  }

  /**
   * Removes entries. Look at `softErrors`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see not in the Stormwall API manual; as public programs use it
   */
  remove(
    serviceId: number,
    domainId: number,
    cidrs: readonly string[],
    options?: StormwallCallOptions,
  ): ApiCall<Report<ChangeAnswer>> {
    const input = { params: { serviceId, domainId }, body: { list: cidrs } };
    return this.#client.call(removeFromBlacklist, input, options);
  }
}
