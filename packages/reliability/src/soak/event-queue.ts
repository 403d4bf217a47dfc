/** An event of the queue: its number is in its id, and nothing else is kept of it. */
export interface QueuedEvent {
  readonly id: string;
  readonly code: 'soak';
  readonly data: { readonly number: number };
}

/**
 * The events of one participant, as the platform keeps them: waiting until they are handed out, then unconfirmed until they are confirmed
 * (manual, sections 3.2 and 3.4). Events are numbers from 0 on, so that a million of them cost little.
 */
export class EventQueue {
  readonly confirmed: Uint8Array;
  #published = 0;
  #handedOut = 0;
  #confirmedCount = 0;
  /** In order of their hand-out. */
  readonly #unconfirmed = new Set<number>();
  #waiting: (() => void)[] = [];

  constructor(capacity: number) {
    this.confirmed = new Uint8Array(capacity);
  }

  get counts(): { readonly waiting: number; readonly unconfirmed: number; readonly confirmed: number } {
    return {
      waiting: this.#published - this.#handedOut,
      unconfirmed: this.#unconfirmed.size,
      confirmed: this.#confirmedCount,
    };
  }

  publish(count: number): void {
    this.#published += count;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Hands out at most `limit` events, once each; waits for the first for `ms` at most. */
  async take(limit: number, ms: number, signal: AbortSignal): Promise<QueuedEvent[]> {
    const end = performance.now() + ms;
    while (this.counts.waiting === 0 && performance.now() < end && !signal.aborted)
      await this.#news(end - performance.now(), signal);
    if (signal.aborted) return [];
    const first = this.#handedOut;
    this.#handedOut = Math.min(this.#published, first + limit);
    const numbers = Array.from({ length: this.#handedOut - first }, (_, i) => first + i);
    for (const number of numbers) this.#unconfirmed.add(number);
    return numbers.map(eventOf);
  }

  /** The unconfirmed events, oldest first; they stay where they are. */
  unconfirmed(limit: number): QueuedEvent[] {
    const events: QueuedEvent[] = [];
    for (const number of this.#unconfirmed) {
      if (events.length >= limit) break;
      events.push(eventOf(number));
    }
    return events;
  }

  /** Confirms; how many ids that made a difference for. */
  confirm(ids: readonly string[]): number {
    let count = 0;
    for (const id of ids) {
      const number = numberOf(id);
      if (!this.#unconfirmed.delete(number)) continue;
      this.confirmed[number] = 1;
      count += 1;
    }
    this.#confirmedCount += count;
    return count;
  }

  #news(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      const wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      this.#waiting.push(wake);
    });
  }
}

/** The number of an event, from its id. */
export function numberOf(id: string): number {
  return Number.parseInt(id, 16);
}

function eventOf(number: number): QueuedEvent {
  return { id: number.toString(16).padStart(32, '0'), code: 'soak', data: { number } };
}
