import type { ApiCall, CallOptions } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import type { Paging } from '../../api/paging.ts';
import type { Lists } from '../../lists/lists.ts';
import type { PagedCall } from '../../lists/paged-call.ts';
import type { V3Backend, V3BackendBinding, V3ProxiedPort } from '../models.ts';
import { addBackend, listBackends, removeBackend, replacePorts } from '../domain-operations.ts';
import { ofService, type OfService } from '../options.ts';

/** Which origins to list. */
export interface V3BackendQuery extends Paging {
  /** Id of the service that the domain belongs to. Default: not sent. */
  readonly serviceId?: number;
}

/** Origin servers of domains. */
export class V3Backends {
  readonly #client: Caller;
  readonly #lists: Lists;

  /** @internal */
  constructor(client: Caller, lists: Lists) {
    this.#client = client;
    this.#lists = lists;
  }

  /**
   * Third-party programs only: the origins of a domain, `await` for one page, `for await` for all of them.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  list(domainId: number, query: V3BackendQuery = {}, options?: CallOptions): PagedCall<V3Backend> {
    return this.#lists.of(listBackends.id, query, options, ({ offset, limit }) =>
      this.#client.call(listBackends, { params: { domainId }, query: { ...query, offset, limit } }, options),
    );
  }

  /**
   * Third-party programs only: binds one public port to one origin; two calls for 80 and 443.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  add(domainId: number, binding: V3BackendBinding, options?: OfService): ApiCall<V3Backend> {
    const { query, call } = ofService(options);
    return this.#client.call(addBackend, { params: { domainId }, query, body: binding }, call);
  }

  /**
   * Third-party programs only, and it destroys: takes an origin off a domain. The last one leaves its port without any.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  remove(domainId: number, backendId: number, options?: OfService): ApiCall<void> {
    const { query, call } = ofService(options);
    return this.#client.call(removeBackend, { params: { domainId, backendId }, query }, call);
  }
}

/** Public ports of domains. */
export class V3ProxiedPorts {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party programs only, and it destroys: puts these ports with their origins in the place of all that the domain has. Nobody has
   * been seen to use it: try it on a domain of no worth first.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  replace(domainId: number, ports: readonly V3ProxiedPort[], options?: CallOptions): ApiCall<void> {
    return this.#client.call(replacePorts, { params: { domainId }, body: { domainPorts: ports } }, options);
  }
}
