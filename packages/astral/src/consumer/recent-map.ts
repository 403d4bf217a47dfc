/** What is known of the last ids: a map that forgets the oldest ones, so that months of events do not fill the memory. */
export class RecentMap<Value> {
  readonly #capacity: number;
  readonly #values = new Map<string, Value>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#values.size;
  }

  get(id: string): Value | undefined {
    return this.#values.get(id);
  }

  has(id: string): boolean {
    return this.#values.has(id);
  }

  /** Keeps a value as the newest. */
  set(id: string, value: Value): void {
    this.#values.delete(id);
    this.#values.set(id, value);
    if (this.#values.size > this.#capacity) this.#values.delete(this.#values.keys().next().value ?? id);
  }

  delete(id: string): void {
    this.#values.delete(id);
  }

  entries(): Iterable<[string, Value]> {
    return this.#values;
  }
}
