import { systemClock } from '../../time/clock.ts';
import { TransportFailure } from '../transport.ts';

/** What one request has of a connection: nothing while it waits, then its turn, then an answer that somebody reads, or nobody. */
export class ConnectionUse {
  /** Whether somebody waits for more of the answer. */
  awaited = false;
  readonly #holders: Set<ConnectionUse>;
  readonly #connections: number;
  #waits = true;
  /** When the answer last moved on; undefined before there is one. */
  #movedAt: number | undefined;
  #cancel: (() => void) | undefined;

  /**
   * @param holders - Those that have their turn on a connection to the same origin.
   * @param connections - How many there can be to an origin.
   */
  constructor(holders: Set<ConnectionUse>, connections: number) {
    this.#holders = holders;
    this.#connections = connections;
  }

  /**
   * Limits the wait for a turn. A queue that moves is no trouble, however long it is; one behind answers that nobody reads would stand
   * for ever.
   */
  watch(ms: number, giveUp: (failure: TransportFailure) => void): void {
    if (!this.#waits || !Number.isFinite(ms)) return;
    this.#cancel = systemClock.schedule(ms, () => {
      if (this.#isStuck(ms)) giveUp(unread(this.#connections));
      else this.watch(ms, giveUp);
    });
  }

  /** The wait is over: it has its turn. */
  start(): void {
    this.#settle();
    this.#holders.add(this);
  }

  /** More of the answer has arrived. */
  move(): void {
    this.#movedAt = systemClock.now();
  }

  /** It needs no connection any more, or never will. */
  end(): void {
    this.#settle();
    this.#holders.delete(this);
  }

  #settle(): void {
    this.#waits = false;
    this.#cancel?.();
  }

  #isStuck(ms: number): boolean {
    const holders = [...this.#holders];
    return holders.length >= this.#connections && holders.every((holder) => holder.#isUnread(ms));
  }

  /** Nobody waits for more of it, nor has taken any for so long. */
  #isUnread(ms: number): boolean {
    return !this.awaited && this.#movedAt !== undefined && systemClock.now() - this.#movedAt >= ms;
  }
}

function unread(connections: number): TransportFailure {
  const whose = connections === 1 ? 'the only connection is' : `all ${connections} connections are`;
  return new TransportFailure('UNREAD_BODIES', {
    phase: 'connect',
    neverSent: true,
    cause: new Error(`${whose} held by answers that nobody reads or closes`),
  });
}
