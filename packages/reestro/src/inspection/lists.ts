import type { ApiCall, CallOptions, Feed } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { durableFeed, type EventFeedOptions } from '../events/durable-feed.ts';
import { byToken, type TokenPage } from '../paging/by-token.ts';
import { walk } from '../paging/walk.ts';
import type { InspectionEvent, InspectionEventQuery, InspectionQuery } from './models.ts';
import { listInspectionEvents } from './operations.ts';
import { pageByCursor } from './token-feed.ts';

/** Boundary: every member of these queries is optional. */
function everything<Query extends InspectionQuery>(): Query {
  return {} as Query;
}

/** A list of the inspection API. */
export class TokenList<Item, Query extends InspectionQuery = InspectionQuery> {
  readonly #read: (query: Query, options?: CallOptions) => ApiCall<TokenPage<Item>>;

  /** @internal */
  constructor(read: (query: Query, options?: CallOptions) => ApiCall<TokenPage<Item>>) {
    this.#read = read;
  }

  /**
   * Vendor documentation, partial: reads one page, or the items of some ids. Go on with its `nextToken` as `token`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/get-inspections
   * @see Kontur.Reestro documentation, inspection/methods/get-subjects
   * @see Kontur.Reestro documentation, inspection/methods/get-buildings
   * @see Kontur.Reestro documentation, inspection/methods/get-elements
   */
  list(query: Query = everything<Query>(), options?: CallOptions): ApiCall<TokenPage<Item>> {
    return this.#read(query, options);
  }

  /**
   * Vendor documentation, partial: every item, page by page, until there is no next one.
   *
   * @throws FeedAnomalyError when a page comes a second time, and as every `ApiCall`.
   */
  iterate(query: Query = everything<Query>(), options?: CallOptions): AsyncIterable<Item> {
    return walk(() => byToken((token) => this.#read({ ...query, token }, options), query.token));
  }
}

/** What happened to inspections, and to what belongs to them. Read by tokens, not by event ids. */
export class InspectionEvents {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: reads one page. Go on with its `nextToken` as `token`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/get-events
   */
  list(query: InspectionEventQuery = {}, options?: CallOptions): ApiCall<TokenPage<InspectionEvent>> {
    return this.#client.call(listInspectionEvents, { query }, options);
  }

  /**
   * Vendor documentation, partial: every event, page by page, until there is no next one.
   *
   * @throws FeedAnomalyError when a page comes a second time, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, inspection/methods/get-events
   */
  iterate(query: InspectionEventQuery = {}, options?: CallOptions): AsyncIterable<InspectionEvent> {
    return walk(() => byToken((token) => this.list({ ...query, token }, options), query.token));
  }

  /**
   * Vendor documentation, partial: a durable reader, the same as for the other feeds. Its place is the vendor's token, or on the last page,
   * which has none for the next one, a text of ours; `afterEventId` of `startFrom` takes either.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  feed(options: EventFeedOptions<InspectionEvent>): Feed<InspectionEvent> {
    return durableFeed(
      (query, call) => pageByCursor((token, count) => this.list({ token, count }, call), query),
      this.#client.runtime,
      { name: 'inspection.events', maxPageSize: 50, keepsThreeMonths: false },
      options,
    );
  }
}
