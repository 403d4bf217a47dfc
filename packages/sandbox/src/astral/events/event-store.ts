import type { Random } from '../../random.ts';
import type { AstralEvent, Draft } from './event.ts';
import { Inbox } from './inbox.ts';

/** How many events confirmed by all their consumers stay readable by id; older ones are forgotten to bound the memory. */
const SETTLED_KEPT = 100_000;

/** Every event and every participant's inbox. */
export class EventStore {
  readonly #random: Random;
  readonly #events = new Map<string, AstralEvent>();
  readonly #inboxes = new Map<string, Inbox>();
  /** For each event, by how many consumers it is not confirmed yet. */
  readonly #open = new Map<string, number>();
  #settled: string[] = [];

  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * Publishes one event: to every consumer in the list, once, also to one that nobody has heard of (whoever is made with
   * that id later finds it).
   */
  publish(producer: string, { code, parent, consumer, data }: Draft): AstralEvent {
    const id = this.unusedId();
    const event: AstralEvent = {
      id,
      code,
      producer,
      ...(parent !== undefined && { parent }),
      consumer,
      data,
    };
    const receivers = new Set(consumer);
    this.#events.set(id, event);
    this.#open.set(id, receivers.size);
    for (const receiver of receivers) this.inbox(receiver).add(event);
    return event;
  }

  /** Puts an event back as it was: which of its consumers were handed it, and which confirmed it. */
  restore(event: AstralEvent, handedOut: ReadonlySet<string>, confirmed: ReadonlySet<string>): void {
    const receivers = new Set(event.consumer);
    this.#events.set(event.id, event);
    this.#open.set(event.id, receivers.size);
    for (const receiver of receivers) {
      const done = confirmed.has(receiver);
      this.inbox(receiver).restore(
        event,
        done ? 'confirmed' : handedOut.has(receiver) ? 'handed-out' : 'waiting',
      );
      if (done) this.#settle(event.id);
    }
  }

  /** An event in any state, for its producer and its consumers (the manual does not say who may read). */
  read(id: string, participant: string): AstralEvent | undefined {
    const event = this.#events.get(id);
    return event?.producer === participant || event?.consumer.includes(participant) ? event : undefined;
  }

  /** Confirms for one participant; how many ids that made a difference for. */
  confirm(participant: string, ids: readonly string[]): number {
    const inbox = this.inbox(participant);
    const confirmed = ids.filter((id) => inbox.confirm(id));
    for (const id of confirmed) this.#settle(id);
    return confirmed.length;
  }

  /** What a participant receives. */
  inbox(participant: string): Inbox {
    let inbox = this.#inboxes.get(participant);
    if (inbox === undefined) {
      inbox = new Inbox();
      this.#inboxes.set(participant, inbox);
    }
    return inbox;
  }

  /** Every event kept, in order of publication. */
  all(): AstralEvent[] {
    return [...this.#events.values()];
  }

  /** The last of them. */
  last(count: number): AstralEvent[] {
    const events: AstralEvent[] = [];
    let skip = this.#events.size - count;
    for (const event of this.#events.values()) if (skip-- <= 0) events.push(event);
    return events;
  }

  clear(): void {
    for (const inbox of this.#inboxes.values()) inbox.release();
    this.#events.clear();
    this.#inboxes.clear();
    this.#open.clear();
    this.#settled = [];
  }

  /** The next id of the sequence that no event has: a scenario may have brought some. */
  unusedId(taken?: ReadonlySet<string | undefined>): string {
    for (;;) {
      const id = this.#random.hex(32);
      if (!this.#events.has(id) && taken?.has(id) !== true) return id;
    }
  }

  #settle(id: string): void {
    const open = (this.#open.get(id) ?? 1) - 1;
    if (open > 0) {
      this.#open.set(id, open);
      return;
    }
    this.#open.delete(id);
    this.#settled.push(id);
    if (this.#settled.length < SETTLED_KEPT * 2) return;
    for (const old of this.#settled.slice(0, SETTLED_KEPT)) this.#events.delete(old);
    this.#settled = this.#settled.slice(SETTLED_KEPT);
  }
}
