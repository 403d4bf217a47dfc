import type { ApiCall } from '@partner-apis/core';
import type { Logger } from '@partner-apis/core/user';
import type { StormwallCallOptions } from './options.ts';
import type { Page } from './page.ts';
import { PagedCall } from './paged-call.ts';
import { DEFAULT_MAX_PAGES, type Paging } from './paging.ts';

/** Makes the calls of list methods: what they share of their client. */
export class Lists {
  readonly #logger: Logger;
  readonly #maxPages: number;

  constructor(logger: Logger, maxPages: number = DEFAULT_MAX_PAGES) {
    this.#logger = logger;
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
      capped: (pages) =>
        this.#logger.warn(
          { vendor: 'stormwall', operation, pages },
          `Stormwall ${operation}: stopped after ${pages} pages (maxPages) with more to come`,
        ),
    });
  }
}
