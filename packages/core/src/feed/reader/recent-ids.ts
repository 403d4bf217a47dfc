/** The last ids that went by, up to a number; GUIDs are the same in any case of letters. */
export class RecentIds {
  readonly #limit: number;
  readonly #ids = new Set<string>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(id: string): boolean {
    return this.#ids.has(id.toLowerCase());
  }

  add(id: string): void {
    const plain = id.toLowerCase();
    // Again at the end: it was seen just now.
    this.#ids.delete(plain);
    this.#ids.add(plain);
    if (this.#ids.size <= this.#limit) return;
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      break;
    }
  }

  clear(): void {
    this.#ids.clear();
  }
}

/** Whether two cursors are the same place. */
export function samePlace(a: string | undefined, b: string | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}
