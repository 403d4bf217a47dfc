/**
 * The last ids that went by: `limit` of them at least, and twice as many at most, since the oldest are forgotten a generation at a time. They are
 * kept as {@link plainId} gives them.
 */
export class RecentIds {
  readonly #limit: number;
  #newer = new Set<string>();
  #older = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(plain: string): boolean {
    return this.#newer.has(plain) || this.#older.has(plain);
  }

  add(plain: string): void {
    if (this.#limit === 0) return;
    this.#newer.add(plain);
    if (this.#newer.size < this.#limit) return;
    this.#older = this.#newer;
    this.#newer = new Set();
  }

  clear(): void {
    this.#newer.clear();
    this.#older.clear();
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
