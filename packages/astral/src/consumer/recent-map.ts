/**
 * What is known of the last ids: a map that forgets the oldest ones, so that months of events do not fill the memory. It keeps the last
 * `capacity` at least and twice as many at most: it forgets a whole generation at once, since finding the oldest of a map one at a time costs
 * the more the more of them have been taken out before.
 */
export class RecentMap<Value> {
  readonly #capacity: number;
  #newer = new Map<string, Value>();
  #older = new Map<string, Value>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Counts them: an id of the older generation may be in the newer one too. */
  get size(): number {
    return [...this.entries()].length;
  }

  get empty(): boolean {
    return this.#newer.size === 0 && this.#older.size === 0;
  }

  get(id: string): Value | undefined {
    const known = this.#newer.get(id);
    return known === undefined && this.#older.size > 0 ? this.#older.get(id) : known;
  }

  has(id: string): boolean {
    return this.#newer.has(id) || this.#older.has(id);
  }

  /** Keeps a value as one of the newest. */
  set(id: string, value: Value): void {
    this.#newer.set(id, value);
    if (this.#newer.size < this.#capacity) return;
    this.#older = this.#newer;
    this.#newer = new Map();
  }

  delete(id: string): void {
    // Nothing is looked for where there is nothing: most of these maps are about what goes wrong.
    if (this.#newer.size > 0) this.#newer.delete(id);
    if (this.#older.size > 0) this.#older.delete(id);
  }

  *entries(): Iterable<[string, Value]> {
    yield* this.#newer;
    for (const entry of this.#older) if (!this.#newer.has(entry[0])) yield entry;
  }
}
