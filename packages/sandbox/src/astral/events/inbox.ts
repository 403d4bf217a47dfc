import { FairShare } from './fair-share.ts';
import type { AstralEvent } from './event.ts';

/** How far an event has come with one of its consumers. */
export type EventProgress = 'waiting' | 'handed-out' | 'confirmed';

/** A poll that waits. */
interface Waiter {
  readonly weight: number;
  readonly resolve: (events: AstralEvent[]) => void;
}

/** How many confirmed ids are remembered, for inspection only. */
const CONFIRMED_KEPT = 100_000;

/**
 * What one participant receives. An event is pending until it is handed out, then unconfirmed until it is confirmed
 * (manual, sections 3.2 and 3.4); it never goes back.
 */
export class Inbox {
  #pending: AstralEvent[] = [];
  #head = 0;
  readonly #unconfirmed = new Map<string, AstralEvent>();
  readonly #confirmed = new Set<string>();
  readonly #waiters = new FairShare<Waiter>();
  #dealing = false;

  /** Appends an event. Waiting polls are served when the current turn ends, so that a list published at once arrives as one. */
  add(event: AstralEvent): void {
    this.#pending.push(event);
    if (this.#dealing || this.#waiters.size === 0) return;
    this.#dealing = true;
    queueMicrotask(() => {
      this.#dealing = false;
      this.#deal();
    });
  }

  /**
   * Waits for at least one event and takes at most `limit`. Resolves to none when `schedule` calls back first or the signal
   * aborts: a client that has gone takes nothing with it.
   */
  take(
    limit: number,
    signal: AbortSignal,
    schedule: (action: () => void) => () => void,
  ): Promise<AstralEvent[]> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve([]);
        return;
      }
      let cancel = (): void => {};
      let settled = false;
      const waiter: Waiter = {
        weight: limit,
        resolve: (events) => {
          settled = true;
          cancel();
          signal.removeEventListener('abort', giveUp);
          resolve(events);
        },
      };
      const giveUp = (): void => {
        this.#waiters.leave(waiter, 0);
        waiter.resolve([]);
      };
      this.#waiters.join(waiter);
      this.#deal();
      if (settled) return;
      cancel = schedule(giveUp);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Events handed out and not confirmed, oldest first; they stay where they are. */
  unconfirmed(limit = Number.POSITIVE_INFINITY): AstralEvent[] {
    const events: AstralEvent[] = [];
    for (const event of this.#unconfirmed.values()) {
      if (events.length >= limit) break;
      events.push(event);
    }
    return events;
  }

  /** Events not handed out yet, in order of publication. */
  pending(): AstralEvent[] {
    return this.#pending.slice(this.#head);
  }

  /** Ids of confirmed events, oldest first. */
  confirmed(): string[] {
    return [...this.#confirmed];
  }

  /** Confirms one event; false when it was not waiting for that. */
  confirm(id: string): boolean {
    if (!this.#unconfirmed.delete(id)) return false;
    this.#confirmed.add(id);
    if (this.#confirmed.size > CONFIRMED_KEPT)
      this.#confirmed.delete(this.#confirmed.values().next().value ?? id);
    return true;
  }

  /** Puts an event back as it was. */
  restore(event: AstralEvent, progress: EventProgress): void {
    if (progress === 'waiting') this.add(event);
    else if (progress === 'handed-out') this.#unconfirmed.set(event.id, event);
    else this.#confirmed.add(event.id);
  }

  /** How far an event of this inbox has come. */
  progress(id: string): EventProgress {
    return this.#unconfirmed.has(id) ? 'handed-out' : this.#confirmed.has(id) ? 'confirmed' : 'waiting';
  }

  /** How many events wait, were handed out, and were confirmed. */
  get counts(): { waiting: number; handedOut: number; confirmed: number } {
    return {
      waiting: this.#pending.length - this.#head,
      handedOut: this.#unconfirmed.size,
      confirmed: this.#confirmed.size,
    };
  }

  /** How many polls are held. */
  get polls(): number {
    return this.#waiters.size;
  }

  /** Answers every waiting poll with nothing. */
  release(): void {
    for (let waiter = this.#waiters.next(); waiter !== undefined; waiter = this.#waiters.next()) {
      this.#waiters.leave(waiter, 0);
      waiter.resolve([]);
    }
  }

  #deal(): void {
    while (this.#head < this.#pending.length) {
      const waiter = this.#waiters.next();
      if (waiter === undefined) return this.#compact();
      const batch = this.#pending.slice(this.#head, this.#head + waiter.weight);
      this.#head += batch.length;
      for (const event of batch) this.#unconfirmed.set(event.id, event);
      this.#waiters.leave(waiter, batch.length);
      waiter.resolve(batch);
    }
    this.#pending = [];
    this.#head = 0;
  }

  /** Forgets what was handed out, once it is the larger part of the list: taking events one by one stays cheap. */
  #compact(): void {
    if (this.#head * 2 < this.#pending.length || this.#head < 1024) return;
    this.#pending = this.#pending.slice(this.#head);
    this.#head = 0;
  }
}
