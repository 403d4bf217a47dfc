/** How many events, and how many places, are remembered at least to notice a page that leads back. */
const PASSED = 5_000;

/**
 * What a reader has met: events by their number, to drop one that comes again, and places, to notice a page that leads back, which may lead to
 * an event in the middle of a page too. Ids are as `plainId` gives them.
 */
export class RecentIds {
  readonly #window: number;
  readonly #events: Generations;
  #places = new Generations(PASSED);
  #count = 0;
  /** The number from which on an event counts as handled just now. */
  #recent = 0;
  /** The number from which on an event is on the way that the reader has come. */
  #way = 0;

  /** @param window - How many events are dropped when they come again, those of the page itself apart; 0 for none. */
  constructor(window: number) {
    this.#window = window;
    this.#events = new Generations(Math.max(PASSED, window));
  }

  /** A page begins. */
  turn(): void {
    this.#recent = this.#count - this.#window + 1;
  }

  /** Notes an event down; whether it was handled just now, or stands on this page already. */
  repeats(plain: string): boolean {
    const known = this.#events.get(plain);
    this.#events.set(plain, (this.#count += 1));
    return this.#window > 0 && known !== undefined && known >= this.#recent;
  }

  /** Notes a place down. */
  pass(plain: string): void {
    this.#places.set(plain, 0);
  }

  /** Whether the reader has come by here. */
  passed(plain: string): boolean {
    return this.#places.get(plain) !== undefined || (this.#events.get(plain) ?? -1) >= this.#way;
  }

  /** The reader goes another way from here; what it has handled it has handled. */
  leaveWay(): void {
    this.#places = new Generations(PASSED);
    this.#way = this.#count + 1;
  }
}

/** Numbers by id, of the last `limit` ids at least and twice as many at most: the oldest are forgotten a generation at a time. */
class Generations {
  readonly #limit: number;
  #newer = new Map<string, number>();
  #older = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(id: string): number | undefined {
    return this.#newer.get(id) ?? this.#older.get(id);
  }

  set(id: string, number: number): void {
    this.#newer.set(id, number);
    if (this.#newer.size < this.#limit) return;
    this.#older = this.#newer;
    this.#newer = new Map();
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
