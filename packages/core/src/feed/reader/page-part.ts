import type { FeedContext } from '../feed-options.ts';
import type { FeedConfig } from '../feed-config.ts';

/** A piece of a page: what is handled at once, and the cursor that may be saved when it and all before it are done. */
export interface PagePart<Event> {
  readonly events: readonly Event[];
  /** How many events. */
  readonly size: number;
  readonly ids: readonly string[];
  /** Adds its ids to a list, without making one of its own. */
  addIdsTo(list: string[]): void;
  /** What the handler is told as its place. */
  readonly cursor: string;
  /** Absent where no cursor is known to stand for this place. */
  readonly mark: string | undefined;
  /** Nothing to do: a repeated event. */
  readonly repeated: boolean;
  /** Calls the handler that it is for. */
  handOver(config: FeedConfig<Event>, ctx: FeedContext): unknown;
}

/** One event. Its id is a cursor and its mark, until something else is known. */
export class OneEvent<Event> implements PagePart<Event> {
  readonly event: Event;
  readonly id: string | undefined;
  readonly repeated: boolean;
  readonly size = 1;
  cursor: string;
  mark: string | undefined;

  constructor(event: Event, id: string | undefined, cursor: string, repeated: boolean) {
    this.event = event;
    this.id = id;
    this.repeated = repeated;
    this.cursor = cursor;
    this.mark = id;
  }

  /** It is the last one of its page, whose cursor is this. */
  endsPage(cursor: string): void {
    this.cursor = cursor;
    this.mark = cursor;
  }

  get events(): readonly Event[] {
    return [this.event];
  }

  get ids(): readonly string[] {
    return this.id === undefined ? [] : [this.id];
  }

  addIdsTo(list: string[]): void {
    if (this.id !== undefined) list.push(this.id);
  }

  handOver({ handler }: FeedConfig<Event>, ctx: FeedContext): unknown {
    return handler?.(this.event, ctx);
  }
}

/** A page as one piece, without the events that come again. */
export class WholePage<Event> implements PagePart<Event> {
  readonly events: readonly Event[];
  readonly ids: readonly string[];
  readonly cursor: string;
  readonly mark: string;

  constructor(pieces: readonly OneEvent<Event>[], cursor: string) {
    const fresh = pieces.filter(({ repeated }) => !repeated);
    this.events = fresh.map(({ event }) => event);
    this.ids = fresh.flatMap(({ ids }) => ids);
    this.cursor = cursor;
    this.mark = cursor;
  }

  get size(): number {
    return this.events.length;
  }

  get repeated(): boolean {
    return this.events.length === 0;
  }

  addIdsTo(list: string[]): void {
    for (const id of this.ids) list.push(id);
  }

  handOver({ pageHandler }: FeedConfig<Event>, ctx: FeedContext): unknown {
    return pageHandler?.(this.events, ctx);
  }
}
