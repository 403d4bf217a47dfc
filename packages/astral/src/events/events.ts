import type { ApiCall, CallOptions } from '@partner-apis/core/user';
import type { Caller } from '@partner-apis/core/vendor';
import { type EventStream, type Stoppable, streamEvents, type StreamOptions } from '../consumer/stream.ts';
import {
  confirmEvents,
  getEvent,
  type NewEvent,
  pollEvents,
  type PollOptions,
  publishEvents,
} from '../api/event-operations.ts';
import type { AstralEvent, PublishedEvent } from '../api/models.ts';

/** What {@link Events.publish} resolves to. */
export interface Published {
  /** The events as the platform answered, in its order. */
  readonly events: readonly PublishedEvent[];
  /** True when not every event was published: the counts differ, or one came back without an id. */
  readonly partial: boolean;
}

/** What {@link Events.confirm} resolves to. */
export interface Confirmed {
  /** Ids sent, each once. */
  readonly requested: number;
  /** Ids that the platform counted; unknown and already confirmed ones are not among them. */
  readonly count: number;
}

/** Events: publish, receive, confirm. Manual, sections 3.1 to 3.4. */
export class Events {
  readonly #client: Caller;
  readonly #running: Set<Stoppable>;

  /**
   * @param running - What the client stops before it closes.
   * @internal
   */
  constructor(client: Caller, running: Set<Stoppable>) {
    this.#client = client;
    this.#running = running;
  }

  /**
   * Publishes one event or a list. Each is published on its own, so look at `partial`, and publish one by one where the outcome of each
   * matters. Not repeated by itself once it may have arrived.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Astral.Platform manual, section 3.1
   */
  publish(events: NewEvent | readonly NewEvent[], options?: CallOptions): ApiCall<Published> {
    return this.#client.call(publishEvents, { body: { events } }, options);
  }

  /**
   * Receives events. Resolves as soon as one arrives, with up to `limit`; with `[]` when none did within `timeout` seconds. Events come
   * once this way: until confirmed they are found again only with `unconfirmed: true`, also when the answer was lost on its way. A
   * consumer loop that minds all this is `astral.consumer()`. A poll lasts as long as it must: the client's time limits
   * do not apply to it, those of `options` do.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Astral.Platform manual, section 3.2
   */
  poll(query: PollOptions = {}, options?: CallOptions): ApiCall<AstralEvent[]> {
    return this.#client.call(pollEvents, { query }, options);
  }

  /**
   * Events in pull style, with the engine of `astral.consumer()`: at most `concurrency` deliveries are open at once, and each must be
   * confirmed or given back. Leaving the loop stops cleanly and releases what was not confirmed.
   *
   * @example
   * ```ts
   * for await (const { event, confirm } of astral.events.stream({ concurrency: 4 })) {
   *   await save(event);
   *   await confirm();
   * }
   * ```
   * @throws ConfigurationError for options that cannot work.
   */
  stream(options: StreamOptions = {}): EventStream {
    return streamEvents(this.#client, options, this.#running);
  }

  /**
   * Reads one event in any state. Rejects with NotFoundError when there is none.
   *
   * @see Astral.Platform manual, section 3.3
   */
  get(eventId: string, options?: CallOptions): ApiCall<AstralEvent> {
    return this.#client.call(getEvent, { params: { eventId } }, options);
  }

  /**
   * Confirms that events have been handled: they come no more. Safe to repeat, and repeated by itself after a failure that may pass.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Astral.Platform manual, section 3.4
   */
  confirm(idOrIds: string | readonly string[], options?: CallOptions): ApiCall<Confirmed> {
    return this.#client.call(confirmEvents, { body: { idOrIds } }, options);
  }
}
