import type { ApiCall, CallOptions, Feed } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { durableFeed, type FeedTraits, type EventFeedOptions } from './durable-feed.ts';
import type { EventQuery, PageOf } from './event-query.ts';
import { iterate } from './iterate.ts';

/** Asks for one page of a feed. */
type ReadPage<Event> = (query: EventQuery, options?: CallOptions) => ApiCall<PageOf<Event>>;

/** A feed of events that is read forward by event id; four parts of the API have one. */
export class EventFeed<Event extends object> {
  readonly #client: Caller;
  readonly #read: ReadPage<Event>;
  readonly #traits: FeedTraits;

  /** @internal */
  constructor(read: ReadPage<Event>, client: Caller, traits: FeedTraits) {
    this.#client = client;
    this.#read = read;
    this.#traits = traits;
  }

  /**
   * Reads one page. Go on with its `lastEventId`, which is not always the id of its last event.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro manual, GET /events
   * @see Kontur.Reestro documentation, methods/get-news
   * @see Kontur.Reestro documentation, monitoring/methods/get-events
   * @see Kontur.Reestro documentation, verification/methods/get-events
   */
  list(query: EventQuery = {}, options?: CallOptions): ApiCall<PageOf<Event>> {
    return this.#read(query, options);
  }

  /**
   * Walks the feed to its end, page by page: until a page has no events. Rejects with FeedAnomalyError when a page does not lead on. Keeps
   * nothing: a program that must not miss an event uses {@link feed}.
   */
  iterate(query: EventQuery = {}, options?: CallOptions): AsyncIterable<Event> {
    // A new walk each time it is walked.
    return { [Symbol.asyncIterator]: () => iterate((page) => this.#read(page, options), query) };
  }

  /**
   * A durable reader: follows the feed, hands out every event at least once, keeps its place in `store`, and goes on there after a restart.
   * Nothing happens before `run()`.
   *
   * @throws ConfigurationError for options that cannot work.
   */
  feed(options: EventFeedOptions<Event>): Feed<Event> {
    return durableFeed((query, call) => this.#read(query, call), this.#client.runtime, this.#traits, options);
  }
}
