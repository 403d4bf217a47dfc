import { RecentNumbers } from '../../memory/recent-numbers.ts';

/** How many events, and how many places, are remembered at least to notice a page that leads back. */
const PASSED = 5_000;

/**
 * What a reader has met: events by their number, to drop one that comes again, and places, to notice a page that leads back, which may lead to
 * an event in the middle of a page too. Ids are as `plainId` gives them.
 */
export class RecentIds {
  readonly #window: number;
  readonly #events: RecentNumbers;
  #places = new RecentNumbers(PASSED);
  #count = 0;
  /** The number from which on an event counts as handled just now. */
  #recent = 0;
  /** The number from which on an event is on the way that the reader has come. */
  #way = 0;

  /** @param window - How many events are dropped when they come again, those of the page itself apart; 0 for none. */
  constructor(window: number) {
    this.#window = window;
    this.#events = new RecentNumbers(Math.max(PASSED, window));
  }

  /** A page begins. */
  turn(): void {
    this.#recent = this.#count - this.#window + 1;
  }

  /** Notes an event down; whether it was handled just now, or stands on this page already. */
  repeats(plain: string): boolean {
    const known = this.#events.put(plain, (this.#count += 1));
    return this.#window > 0 && known !== undefined && known >= this.#recent;
  }

  /** Notes a place down. */
  pass(plain: string): void {
    this.#places.put(plain, 0);
  }

  /** Whether the reader has come by here. */
  passed(plain: string): boolean {
    return this.#places.get(plain) !== undefined || (this.#events.get(plain) ?? -1) >= this.#way;
  }

  /** The reader goes another way from here; what it has handled it has handled. */
  leaveWay(): void {
    this.#places = new RecentNumbers(PASSED);
    this.#way = this.#count + 1;
  }
}

/** An id as it is compared: GUIDs are the same in any case of letters. */
export function plainId(id: string): string {
  return id.toLowerCase();
}

/** Whether two cursors are the same place. */
export function samePlace(a: string | undefined, b: string | undefined): boolean {
  return a === b || a?.toLowerCase() === b?.toLowerCase();
}
