import { ApiCall, type CallOptions } from '@partner-apis/core/user';
import { type Caller, invalidArguments } from '@partner-apis/core/vendor';
import type { Paging } from '../api/paging.ts';
import type { Lists } from '../lists/lists.ts';
import type { PagedCall } from '../lists/paged-call.ts';
import type {
  Moment,
  V2Attack,
  V2NetworkTraffic,
  V2Percentile,
  V2SiteTraffic,
  V2TrafficQuery,
} from './models.ts';
import * as operations from './operations.ts';

/** Which attacks to list. */
export interface V2AttackQuery extends Paging {
  /** Those on one network service; with `domainId` those on one of its sites. Default: those of the whole account. */
  readonly serviceId?: number;
  /** Id of the site. Only with `serviceId`. */
  readonly domainId?: number;
  /** Attacks from here on. Default: the vendor's. */
  readonly startTime?: Moment;
  /** Attacks up to here. Default: the vendor's. */
  readonly stopTime?: Moment;
  /** With those that still run. */
  readonly addActive?: boolean;
}

/** Attacks. */
export class V2Attacks {
  readonly #client: Caller;
  readonly #lists: Lists;

  /** @internal */
  constructor(client: Caller, lists: Lists) {
    this.#client = client;
    this.#lists = lists;
  }

  /**
   * Third-party programs only: the attacks, `await` for one page, `for await` for all of them.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see a public exporter that uses the Stormwall API, version 2
   */
  list(query: V2AttackQuery = {}, options?: CallOptions): PagedCall<V2Attack> {
    const { serviceId, domainId, maxPages: _, ...rest } = query;
    const client = this.#client;
    const id = operations.listAttacks.id;
    return this.#lists.of(id, query, options, ({ offset, limit }) => {
      const asked = { ...rest, offset, limit };
      if (domainId !== undefined) {
        if (serviceId === undefined) {
          const issues = [{ path: ['serviceId'], message: 'must be given with domainId' }];
          const { vendor, title } = client.runtime.profile;
          return new ApiCall(Promise.reject(invalidArguments({ vendor, title, operation: id }, issues)));
        }
        return client.call(
          operations.listSiteAttacks,
          { params: { serviceId, domainId }, query: asked },
          options,
        );
      }
      return serviceId === undefined
        ? client.call(operations.listAttacks, { query: asked }, options)
        : client.call(operations.listNetworkAttacks, { params: { serviceId }, query: asked }, options);
    });
  }
}

/** Traffic. The last minutes of a series may be missing. */
export class V2Traffic {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party programs only: the traffic of a network service.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see a public exporter that uses the Stormwall API, version 2
   */
  l3(
    serviceId: number,
    query: V2TrafficQuery & { readonly type?: 'In' | 'Out' },
    options?: CallOptions,
  ): ApiCall<V2NetworkTraffic> {
    return this.#client.call(operations.networkTraffic, { params: { serviceId }, query }, options);
  }

  /**
   * Third-party programs only: the traffic of a site.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see a public exporter that uses the Stormwall API, version 2
   */
  l7(
    serviceId: number,
    domainId: number,
    query: V2TrafficQuery,
    options?: CallOptions,
  ): ApiCall<V2SiteTraffic> {
    return this.#client.call(operations.siteTraffic, { params: { serviceId, domainId }, query }, options);
  }
}

/** Percentiles, by which traffic is billed as a rule. */
export class V2Percentiles {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party programs only: the percentile of a network service up to a moment.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see a public exporter that uses the Stormwall API, version 2
   */
  l3(serviceId: number, query: { readonly toTime: Moment }, options?: CallOptions): ApiCall<V2Percentile> {
    return this.#client.call(operations.networkPercentile, { params: { serviceId }, query }, options);
  }

  /**
   * Third-party programs only: the percentile of the sites of a service up to a moment.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see a public exporter that uses the Stormwall API, version 2
   */
  l7(serviceId: number, query: { readonly toTime: Moment }, options?: CallOptions): ApiCall<V2Percentile> {
    return this.#client.call(operations.sitePercentile, { params: { serviceId }, query }, options);
  }
}
