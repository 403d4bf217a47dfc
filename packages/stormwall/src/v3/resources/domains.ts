import { ApiCall, type CallOptions, ResponseValidationError } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import type { Paging } from '../../api/paging.ts';
import type { Lists } from '../../lists/lists.ts';
import type { PagedCall } from '../../lists/paged-call.ts';
import type { V3Domain, V3DomainIp } from '../models.ts';
import {
  assignProtectedIps,
  createDomain,
  deleteDomain,
  getDomain,
  listDomains,
  listIps,
} from '../operations.ts';
import { payloadOf } from '../profile.ts';

/** Which domains to list. */
export interface V3DomainQuery extends Paging {
  /** Those of one service. */
  readonly serviceId?: number;
  /** Those whose name has this in it; the match is not exact. */
  readonly search?: string;
}

/** Domains. */
export class V3Domains {
  readonly #client: Caller;
  readonly #lists: Lists;

  /** @internal */
  constructor(client: Caller, lists: Lists) {
    this.#client = client;
    this.#lists = lists;
  }

  /**
   * Third-party programs only: the domains, `await` for one page, `for await` for all of them.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  list(query: V3DomainQuery = {}, options?: CallOptions): PagedCall<V3Domain> {
    return this.#lists.of(listDomains.id, query, options, ({ offset, limit }) =>
      this.#client.call(listDomains, { query: { ...query, offset, limit } }, options),
    );
  }

  /**
   * Third-party programs only: creates a domain in a service. Where the answer does not say its id, it is looked for by its name.
   *
   * @throws ResponseValidationError when neither the answer nor the list has it: it was most likely created all the same.
   * @see public programs that use the Stormwall API, version 3
   */
  create(serviceId: number, domain: { readonly name: string }, options?: CallOptions): ApiCall<V3Domain> {
    const call = this.#client.call(createDomain, { query: { serviceId }, body: domain }, options);
    return new ApiCall(
      call.withResponse().then(async ({ data: body, response }) => {
        const { name } = domain;
        const data = domainIn(body, name) ?? (await this.#named(serviceId, name, options));
        if (data !== undefined) return { data, response };
        const message = 'neither the answer nor the list of domains says its id';
        throw new ResponseValidationError(
          `Stormwall ${createDomain.id} got an answer of an unknown shape: ${message}. The domain ${name} was most likely created all the same.`,
          [{ path: ['id'], message }],
          this.#client.runtime.redactor.value(body),
          {
            vendor: 'stormwall',
            operation: createDomain.id,
            hint: 'Look for its name in domains.list() before you repeat it.',
          },
        );
      }),
    );
  }

  /**
   * Third-party programs only: reads one domain.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  get(domainId: number, options?: CallOptions): ApiCall<V3Domain> {
    return this.#client.call(getDomain, { params: { domainId } }, options);
  }

  /**
   * Third-party programs only, and it destroys: deletes a domain with everything that belongs to it. Try it on a domain of no worth first.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  delete(domainId: number, options?: CallOptions): ApiCall<void> {
    return this.#client.call(deleteDomain, { params: { domainId } }, options);
  }

  /**
   * Third-party programs only: reads the addresses that answer for a domain. None right after its creation.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  ips(domainId: number, options?: CallOptions): ApiCall<V3DomainIp[]> {
    return this.#client.call(listIps, { params: { domainId } }, options);
  }

  /**
   * Third-party programs only: assigns protected addresses to a domain.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  assignProtectedIps(domainId: number, ips: readonly string[], options?: CallOptions): ApiCall<void> {
    return this.#client.call(assignProtectedIps, { params: { domainId }, body: { ips } }, options);
  }

  async #named(
    serviceId: number,
    name: string,
    options: CallOptions | undefined,
  ): Promise<V3Domain | undefined> {
    for await (const domain of this.list({ serviceId, search: name, limit: 100 }, options))
      if (domain.domain?.toLowerCase() === name.toLowerCase()) return domain;
    return undefined;
  }
}

/** The domain in the answer to a creation: the payload, its member `domain`, or the answer itself; undefined without an id. */
function domainIn(body: unknown, name: string): V3Domain | undefined {
  const found = payloadOf(body);
  if (typeof found !== 'object' || found === null) return undefined;
  const inner: unknown = Reflect.get(found, 'domain');
  const domain = typeof inner === 'object' && inner !== null ? inner : found;
  const id: unknown = Reflect.get(domain, 'id');
  const number = typeof id === 'string' && /^\d{1,15}$/.test(id) ? Number(id) : id;
  return typeof number === 'number' ? { ...domain, id: number, domain: name } : undefined;
}
