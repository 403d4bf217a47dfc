import { RecentNumbers } from '@partner-apis/core/vendor';
import type { Clock } from '@partner-apis/core/user';
import { type Arrival, readArrival } from './handling/arrival.ts';
import type { Observer } from './observing/observer.ts';
import type { EventSource } from './observing/signals.ts';
import type { Item } from './handling/work-queue.ts';

/** How many finished ids are remembered. */
const FINISHED = 20_000;

/** In place of the moment when the end of an event was acknowledged, while it is not. */
const NOT_YET = Number.POSITIVE_INFINITY;

/** What the admission has to know of the rest. */
export interface AdmissionTools {
  readonly clock: Clock;
  readonly observer: Observer;
  readonly orderKey: ((event: Arrival['event']) => string | undefined) | undefined;
  /** Whether an id waits for its confirmation. */
  readonly confirming: (id: string) => boolean;
  /** The platform shows an id as unconfirmed that it has confirmed, or refused to confirm: say it again. */
  readonly confirmAgain: (id: string) => void;
}

/**
 * Decides which of the events that arrive are taken on. No id is in hand twice: the unconfirmed events come again with every sweep, also
 * while they are being handled (manual, section 3.2), and what has been handled once is not handled again.
 */
export class Admission {
  readonly #tools: AdmissionTools;
  readonly #inHand = new Set<string>();
  /** Events that need no further run: when their end was acknowledged, by the clock. */
  readonly #finished = new RecentNumbers(FINISHED);

  constructor(tools: AdmissionTools) {
    this.#tools = tools;
  }

  /** Events taken on and neither finished nor released. */
  get size(): number {
    return this.#inHand.size;
  }

  /** Reads one item of an answer; undefined, and told, where it must not be taken on. `askedAt`: when the request was sent. */
  look(raw: unknown, source: EventSource, askedAt: number): Arrival | undefined {
    const { observer, confirming, confirmAgain } = this.#tools;
    const arrival = readArrival(raw);
    if (arrival === undefined) {
      observer.tell('dropped', { eventId: undefined, source, why: 'no-id' });
      observer.report(
        'error',
        'an item without an id arrived in place of an event. It can be neither handled nor confirmed; tell the vendor.',
      );
      return undefined;
    }
    const { id } = arrival;
    if (this.#inHand.has(id) || confirming(id)) {
      observer.tell('dropped', { eventId: id, source, why: 'in-hand' });
      return undefined;
    }
    const acknowledgedAt = this.#finished.get(id);
    if (acknowledgedAt === undefined) return arrival;
    observer.tell('dropped', { eventId: id, source, why: 'done' });
    // Asked for after the platform's yes, and still unconfirmed there: the yes did not last.
    if (askedAt > acknowledgedAt) confirmAgain(id);
    return undefined;
  }

  /** Takes an event on that came at `since`, by the clock. */
  accept({ id, event, issues }: Arrival, source: EventSource, since: number): Item {
    const { observer, orderKey } = this.#tools;
    const item: Item =
      orderKey === undefined
        ? { id, event, issues, source, since, key: undefined }
        : { id, event, issues, source, since, ...keyOf(event, orderKey) };
    this.#inHand.add(id);
    if (observer.hears('received'))
      observer.tell('received', { eventId: id, code: String(event.code), source });
    return item;
  }

  /** An event was given back; it may come again. */
  released(id: string): void {
    this.#inHand.delete(id);
  }

  /** An event needs no further run, ever: it was handled or buried. */
  finished(id: string): void {
    this.#inHand.delete(id);
    this.#finished.put(id, NOT_YET);
  }

  /** The platform has confirmed these ids, or said that it will not. */
  acknowledged(ids: readonly string[]): void {
    const now = this.#tools.clock.now();
    for (const id of ids) this.#finished.put(id, now);
  }
}

function keyOf(
  event: Arrival['event'],
  orderKey: NonNullable<AdmissionTools['orderKey']>,
): Pick<Item, 'key' | 'keyError'> {
  try {
    const key = orderKey(event);
    return { key: key === undefined ? undefined : String(key) };
  } catch (error) {
    return { key: undefined, keyError: { error } };
  }
}
