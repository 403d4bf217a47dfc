import type { ApiCall, CallOptions, Feed } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { type EventQuery, listEvents } from './event-operations.ts';
import { feed, type ReestroFeedOptions } from './feed.ts';
import { iterate } from './iterate.ts';
import type { CryptoEvent, EventPage } from './models.ts';

/** What happened to certificates, kept for three months. Manual, GET /events. */
export class CryptoEvents {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /** Reads one page. Go on with its `lastEventId`, which is not always the id of its last event. */
  list(query: EventQuery = {}, options?: CallOptions): ApiCall<EventPage> {
    return this.#client.call(listEvents, { query }, options);
  }

  /**
   * Walks the feed to its end, page by page: until a page has no events. Rejects with FeedAnomalyError when a page does not lead on. Keeps
   * nothing: a program that must not miss an event uses {@link feed}.
   */
  iterate(query: EventQuery = {}, options?: CallOptions): AsyncIterable<CryptoEvent> {
    // A new walk each time it is walked.
    return { [Symbol.asyncIterator]: () => iterate((page) => this.list(page, options), query) };
  }

  /**
   * A durable reader: follows the feed, hands out every event at least once, keeps its place in `store`, and goes on there after a restart.
   * Nothing happens before `run()`.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  feed(options: ReestroFeedOptions): Feed<CryptoEvent> {
    return feed((query, call) => this.list(query, call), this.#client.runtime, options);
  }
}

/** The crypto part of the API: certificates. */
export class Crypto {
  readonly events: CryptoEvents;

  /** @internal */
  constructor(client: Caller) {
    this.events = new CryptoEvents(client);
  }
}
