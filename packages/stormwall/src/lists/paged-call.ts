import { isDeepStrictEqual } from 'node:util';
import { AbortedError, ApiCall } from '@partner-apis/core/user';
import type { Page } from './page.ts';
import type { Paging } from '../api/paging.ts';

/** What a walk needs to know beside its first page. */
export interface Walk<Item> {
  /** Operation id, for messages. */
  readonly operation: string;
  readonly paging: Paging;
  readonly maxPages: number;
  readonly signal: AbortSignal | undefined;
  fetch(paging: Paging): ApiCall<Page<Item>>;
  /** A cause without secrets. */
  scrubbed(cause: unknown): unknown;
  /** Called when `maxPages` ended the walk before the list did. */
  capped(pages: number): void;
}

/**
 * A list: `await` it for one page, `for await` it for all items, page by page. Nothing is asked for before somebody waits for it: the first
 * page when the call is awaited or iterated, once in all, the next one when the items of the one before are used up.
 */
export class PagedCall<Item> extends ApiCall<Page<Item>> implements AsyncIterable<Item> {
  readonly #walk: Walk<Item>;

  /** @internal */
  constructor(walk: Walk<Item>) {
    super(() => walk.fetch(walk.paging).withResponse());
    this.#walk = walk;
  }

  /**
   * The pages, one after another, each with its own time limits. Ends with an empty page, at `total_count`, when the vendor's `offset` does
   * not move, when a page equals the one before it (the vendor may ignore paging), and after `maxPages`. Rejects with AbortedError when the
   * call's signal aborts, also between two pages.
   */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    const walk = this.#walk;
    const { paging } = walk;
    let { data: page } = await this.withResponse();
    let start = page.offset ?? paging.offset ?? 0;
    for (let count = 1; ; count += 1) {
      this.#throwIfAborted();
      yield page;
      const offset = start + page.items.length;
      if (page.items.length === 0 || offset >= (page.totalCount ?? Number.POSITIVE_INFINITY)) return;
      if (count >= (paging.maxPages ?? walk.maxPages)) {
        walk.capped(count);
        return;
      }
      this.#throwIfAborted();
      const next = await walk.fetch({ offset, limit: paging.limit });
      const stands = next.offset !== undefined && next.offset <= start;
      if (stands || next.items.length === 0 || isDeepStrictEqual(next.items, page.items)) return;
      start = next.offset ?? offset;
      page = next;
    }
  }

  /** All items from the first page on; see {@link pages} for where it ends. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) {
      for (const item of page.items) {
        this.#throwIfAborted();
        yield item;
      }
    }
  }

  #throwIfAborted(): void {
    const { signal, operation } = this.#walk;
    if (signal?.aborted !== true) return;
    throw new AbortedError(`Stormwall ${operation}: walking the list was aborted by the caller's signal.`, {
      vendor: 'stormwall',
      operation,
      cause: this.#walk.scrubbed(signal.reason),
    });
  }
}
