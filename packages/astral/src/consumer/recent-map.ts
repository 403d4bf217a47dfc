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

  get size(): number {
    return this.#newer.size + this.#older.size;
  }

  get(id: string): Value | undefined {
    return this.#newer.get(id) ?? this.#older.get(id);
  }

  has(id: string): boolean {
    return this.#newer.has(id) || this.#older.has(id);
  }

  /** Keeps a value as one of the newest. */
  set(id: string, value: Value): void {
    if (this.#older.size > 0) this.#older.delete(id);
    this.#newer.set(id, value);
    if (this.#newer.size < this.#capacity) return;
    this.#older = this.#newer;
    this.#newer = new Map();
  }

  delete(id: string): void {
    this.#newer.delete(id);
    this.#older.delete(id);
  }

  /** Those of the older generation first. */
  *entries(): Iterable<[string, Value]> {
    yield* this.#older;
    yield* this.#newer;
  }
}
