import type { Clock } from '../../clock.ts';
import type { ReestroEvent } from './event.ts';

/** "Событие в новостной ленте можно увидеть в течении 3-х месяцев с момента его возникновения." */
const MONTHS_KEPT = 3;

interface Kept {
  readonly event: ReestroEvent;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** The events of one organization, in the order in which they were added. */
export class EventFeed {
  readonly #clock: Clock;
  readonly #ids = new Set<string>();
  #kept: Kept[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds an event, to be seen for three months unless told otherwise. */
  add(event: ReestroEvent, expiresAt?: number): void {
    const expires = new Date(this.#clock.now());
    expires.setUTCMonth(expires.getUTCMonth() + MONTHS_KEPT);
    this.#ids.add(event.eventId.toLowerCase());
    this.#kept.push({ event, expiresAt: expiresAt ?? expires.getTime() });
  }

  /** What can still be seen, and until when. */
  kept(): readonly Kept[] {
    this.events();
    return this.#kept;
  }

  /** Whether there is an event with this id. */
  has(eventId: string): boolean {
    return this.#ids.has(eventId.toLowerCase());
  }

  /** What can still be seen. */
  events(): ReestroEvent[] {
    const now = this.#clock.now();
    const first = this.#kept.findIndex(({ expiresAt }) => expiresAt > now);
    const gone = this.#kept.slice(0, first === -1 ? this.#kept.length : first);
    for (const { event } of gone) this.#ids.delete(event.eventId.toLowerCase());
    if (gone.length > 0) this.#kept = this.#kept.slice(gone.length);
    return this.#kept.map(({ event }) => event);
  }

  /** The events after a cursor; undefined when the feed does not, or no longer, have it. */
  after(cursor: string): ReestroEvent[] | undefined {
    const events = this.events();
    const index = events.findIndex(({ eventId }) => eventId.toLowerCase() === cursor.toLowerCase());
    return index === -1 ? undefined : events.slice(index + 1);
  }
}
