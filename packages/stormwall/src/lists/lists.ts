import type { ApiCall } from '@partner-apis/core/user';
import type { Runtime } from '@partner-apis/core/vendor';
import type { StormwallCallOptions } from '../api/options.ts';
import type { Page } from './page.ts';
import { PagedCall } from './paged-call.ts';
import { DEFAULT_MAX_PAGES, type Paging } from '../api/paging.ts';

/** Makes the calls of list methods: what they share of their client. */
export class Lists {
  readonly #runtime: Runtime;
  readonly #maxPages: number;

  constructor(runtime: Runtime, maxPages: number = DEFAULT_MAX_PAGES) {
    this.#runtime = runtime;
    this.#maxPages = maxPages;
  }

  /** A call that gets each of its pages by `fetch`. */
  of<Item>(
    operation: string,
    paging: Paging,
    options: StormwallCallOptions | undefined,
    fetch: (query: Paging) => ApiCall<Page<Item>>,
  ): PagedCall<Item> {
    return new PagedCall({
      operation,
      paging,
      maxPages: this.#maxPages,
      signal: options?.signal,
      fetch,
      scrubbed: (cause) => this.#runtime.redactor.cause(cause),
      capped: (pages) =>
        this.#runtime.logger.warn(
          { vendor: 'stormwall', operation, pages },
          `Stormwall ${operation}: stopped after ${pages} pages (maxPages) with more to come`,
        ),
    });
  }
}
