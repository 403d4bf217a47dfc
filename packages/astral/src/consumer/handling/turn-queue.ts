/** Something with its turn: the lower number goes first. */
export interface Turn<Item> {
  readonly item: Item;
  readonly at: number;
}

/**
 * A queue by turn, whatever the order of arrival. Most arrive in their turn, and stand in a line; one that comes late to an early turn goes into
 * a binary heap beside it, and passes the others there in as many steps as their number has digits, in base two.
 */
export class TurnQueue<Item> {
  #line: Turn<Item>[] = [];
  /** Where the line begins: those before have gone. */
  #from = 0;
  #late: Turn<Item>[] = [];

  get size(): number {
    return this.#line.length - this.#from + this.#late.length;
  }

  add(turn: Turn<Item>): void {
    const last = this.#line.at(-1);
    if (last === undefined || last.at <= turn.at) this.#line.push(turn);
    else rise(this.#late, turn);
  }

  /** Takes out the one whose turn it is. */
  take(): Turn<Item> | undefined {
    const first = this.#line[this.#from];
    const late = this.#late[0];
    if (late !== undefined && (first === undefined || late.at < first.at)) return sink(this.#late);
    if (first === undefined) return undefined;
    this.#from += 1;
    if (this.#from === this.#line.length) this.#leaveOut();
    else if (this.#from > 1_000 && this.#from * 2 > this.#line.length) this.#leaveOut();
    return first;
  }

  /** Takes out all. */
  clear(): Turn<Item>[] {
    this.#leaveOut();
    const all = [...this.#line, ...this.#late];
    this.#line = [];
    this.#late = [];
    return all;
  }

  /** Lets go of those that have gone. */
  #leaveOut(): void {
    this.#line = this.#line.slice(this.#from);
    this.#from = 0;
  }
}

function rise<Item>(heap: Turn<Item>[], turn: Turn<Item>): void {
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

function sink<Item>(heap: Turn<Item>[]): Turn<Item> | undefined {
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
