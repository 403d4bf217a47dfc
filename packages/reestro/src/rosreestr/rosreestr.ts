import type { ApiCall, CallOptions } from '@partner-apis/core';
import type { Caller } from '@partner-apis/core/vendor';
import { EventFeed } from '../events/event-feed.ts';
import { backward, type BackwardPage } from '../paging/backward.ts';
import { walk } from '../paging/walk.ts';
import { type Conditional, type ConditionalOptions, tagged } from '../wire/conditional.ts';
import type {
  Docflow,
  DocflowBody,
  DocflowEvent,
  MonitoredObject,
  MonitoringEvent,
  MonitoringQuery,
} from './models.ts';
import {
  createDocflow,
  getDocflow,
  listDocflowEvents,
  listMonitoringEvents,
  listMonitorings,
  sendDocflow,
  updateDocflow,
} from './operations.ts';

/** Document flows with Rosreestr: extracts and registrations. */
export class Docflows {
  readonly #client: Caller;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
  }

  /**
   * Vendor documentation, partial: creates a document flow. The body has exactly one description.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, process, and programs of others
   */
  create(body: DocflowBody, options?: CallOptions): ApiCall<Docflow> {
    return this.#client.call(createDocflow, { body }, options);
  }

  /**
   * Third-party evidence only: reads a document flow; with `ifNoneMatch` only when it has changed.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Programs of others
   */
  get(docflowId: string, options: ConditionalOptions = {}): ApiCall<Conditional<Docflow>> {
    return this.#client.call(
      getDocflow,
      { params: { docflowId, ifNoneMatch: options.ifNoneMatch } },
      tagged(options),
    );
  }

  /**
   * Vendor documentation, partial: replaces the data of a document flow, all of them. What it answers is not documented.
   *
   * @throws NotFoundError where there is no such object (404), and as every `ApiCall`.
   * @see Kontur.Reestro documentation, methods/patch-docflow
   */
  update(docflowId: string, body: DocflowBody, options?: CallOptions): ApiCall<unknown> {
    return this.#client.call(updateDocflow, { params: { docflowId }, body }, options);
  }

  /**
   * Vendor documentation, partial: has a document flow sent to Rosreestr. What becomes of it comes through `rosreestr.events`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, methods/send-docflow
   */
  send(docflowId: string, options?: CallOptions): ApiCall<Docflow> {
    return this.#client.call(sendDocflow, { params: { docflowId } }, options);
  }
}

/** Objects whose data in the register are watched. Creating and ending monitorings is not documented. */
export class Monitorings {
  readonly #client: Caller;
  /** Vendor documentation, partial: what happened to monitored objects, kept for three months. */
  readonly events: EventFeed<MonitoringEvent>;

  /** @internal */
  constructor(client: Caller) {
    this.#client = client;
    this.events = new EventFeed(
      (query, options) => client.call(listMonitoringEvents, { query }, options),
      client,
      // 20 is the default; the most is not documented.
      { name: 'rosreestr.monitorings.events', maxPageSize: 20 },
    );
  }

  /**
   * Vendor documentation, partial: reads one page of the monitored objects, newest first. Go on with its `lastObjectId`.
   *
   * @throws RequestValidationError for arguments that cannot be sent, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, monitoring/methods/get-monitoring
   */
  list(query: MonitoringQuery = {}, options?: CallOptions): ApiCall<BackwardPage<MonitoredObject>> {
    return this.#client.call(listMonitorings, { query }, options);
  }

  /**
   * Vendor documentation, partial: every monitored object, newest first, until a page has none.
   *
   * @throws FeedAnomalyError when a page does not lead on, and as every `ApiCall`.
   * @see Kontur.Reestro documentation, monitoring/methods/get-monitoring
   */
  iterate(query: MonitoringQuery = {}, options?: CallOptions): AsyncIterable<MonitoredObject> {
    const read = (afterMonitoringId: string | undefined) =>
      this.list({ ...query, afterMonitoringId }, options);
    return walk(() => backward(read, query.afterMonitoringId));
  }
}

/** The part of the API that deals with Rosreestr. */
export class Rosreestr {
  /** Document flows. */
  readonly docflows: Docflows;
  /** Vendor documentation, partial: what happened to document flows, kept for three months. */
  readonly events: EventFeed<DocflowEvent>;
  /** Monitored objects. */
  readonly monitorings: Monitorings;

  /** @internal */
  constructor(client: Caller) {
    this.docflows = new Docflows(client);
    this.events = new EventFeed(
      (query, options) => client.call(listDocflowEvents, { query }, options),
      client,
      { name: 'rosreestr.events' },
    );
    this.monitorings = new Monitorings(client);
  }
}
