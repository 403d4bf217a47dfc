/** The vendors whose events can be handed over. */
export type ItemSource = 'astral' | 'reestro' | 'asna';

/** One event on its way to an engine. */
export interface ForwardItem {
  /**
   * What makes handling idempotent: the same event has the same id each time it is delivered. Unique within its source. Astral: the event's
   * id; Reestro: its `eventId`; ASNA: a digest of package, event, client and result, since its webhooks have no id.
   */
  readonly id: string;
  /** Vendor that it comes from. */
  readonly source: ItemSource;
  /** Astral: the code of the event; Reestro: `released`, `rejected`, `signed`, or the member that has the details; ASNA: the event's name. */
  readonly type: string;
  /** The event as it was received. */
  readonly event: unknown;
  /** When this process got it, in epoch milliseconds. */
  readonly receivedAt: number;
  /** Events with the same key stay in their order, where the engine can keep one. Only with the option `orderKey`. */
  readonly orderKey?: string;
}

/** An item as a worker gets it back out of an engine. */
export interface ForwardedItem<Event = unknown> extends ForwardItem {
  readonly event: Event;
  /** Trace context of the forwarder (`traceparent`), where it traces: `propagation.extract(context.active(), item.headers)`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The id under which an item is known in an engine: unique over sources, without a colon, and never only digits. */
export function keyOf({ source, id }: Pick<ForwardItem, 'source' | 'id'>): string {
  return `${source}-${encodeURIComponent(id.toWellFormed())}`;
}
