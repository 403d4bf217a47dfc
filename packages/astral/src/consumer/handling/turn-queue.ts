/** Something with its turn: the lower number goes first. */
export interface Turn<Item> {
  readonly item: Item;
  readonly at: number;
}

/**
 * A queue by turn, whatever the order of arrival: a binary heap. Most arrive in their turn, and then nothing moves; one that comes late to an
 * early turn passes the others in as many steps as their number has digits, in base two.
 */
export class TurnQueue<Item> {
  #heap: Turn<Item>[] = [];

  get size(): number {
    return this.#heap.length;
  }

  add(turn: Turn<Item>): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.at <= turn.at) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = turn;
  }

  /** Takes out the one whose turn it is. */
  take(): Turn<Item> | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = heap[left + 1];
      const child = right !== undefined && right.at < (heap[left]?.at ?? 0) ? left + 1 : left;
      const next = heap[child];
      if (next === undefined || next.at >= last.at) break;
      heap[at] = next;
      at = child;
    }
    heap[at] = last;
    return first;
  }

  /** Takes out all. */
  clear(): Turn<Item>[] {
    const all = this.#heap;
    this.#heap = [];
    return all;
  }
}
