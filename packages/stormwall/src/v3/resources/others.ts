import type { ApiCall, CallOptions } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import type { Paging } from '../../api/paging.ts';
import type { Lists } from '../../lists/lists.ts';
import type { PagedCall } from '../../lists/paged-call.ts';
import type { V3DnsRecord, V3Redirects, V3Service } from '../models.ts';
import { listDns, setRedirects } from '../domain-operations.ts';
import { listServices } from '../operations.ts';

/** Services of the account. */
export class V3Services {
  readonly #client: Caller;
  readonly #lists: Lists;

  /** @internal */
  constructor(client: Caller, lists: Lists) {
    this.#client = client;
    this.#lists = lists;
  }

  /**
   * Third-party programs only: the services of the account, `await` for one page, `for await` for all of them.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  list(paging: Paging = {}, options?: CallOptions): PagedCall<V3Service> {
    return this.#lists.of(listServices.id, paging, options, (query) =>
      this.#client.call(listServices, { query }, options),
    );
  }
}

/** Redirects of domains. */
export class V3RedirectSettings {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party programs only: sets the redirects of a domain, all of them: what is left out is switched off.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  set(domainId: number, redirects: V3Redirects, options?: CallOptions): ApiCall<void> {
    return this.#client.call(setRedirects, { params: { domainId }, body: redirects }, options);
  }
}

/** DNS of domains. */
export class V3Dns {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Third-party programs only: the DNS records that the vendor keeps for a domain.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see public programs that use the Stormwall API, version 3
   */
  list(domainId: number, options?: CallOptions): ApiCall<V3DnsRecord[]> {
    return this.#client.call(listDns, { params: { domainId } }, options);
  }
}
