/**
 * A number for each of the last `limit` ids at least and of twice as many at most: the oldest are forgotten a generation at a time.
 *
 * A Map would keep a small object alive for each id, its text. Where events come fast, those that outlive their events are most of what the
 * garbage collector moves, and it takes ever more memory for it. Here the letters of all ids lie in one piece, which it does not look into.
 */
export class RecentNumbers {
  readonly #limit: number;
  #newer = new Generation();
  #older = new Generation();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The number of an id; undefined for one that is not known, or not any more. */
  get(id: string): number | undefined {
    const spelling = this.#newer.spell(id);
    return this.#newer.get(spelling) ?? this.#older.get(spelling);
  }

  /** Gives an id a number, and makes it one of the newest; the number that it had. */
  put(id: string, number: number): number | undefined {
    const spelling = this.#newer.spell(id);
    const before = this.#newer.put(spelling, number) ?? this.#older.get(spelling);
    if (this.#newer.size >= this.#limit) {
      [this.#newer, this.#older] = [this.#older, this.#newer];
      this.#newer.clear();
    }
    return before;
  }
}

/** An id, letter by letter: a byte for each, and after `MORE` two for one that does not fit. */
interface Spelling {
  readonly letters: Uint8Array;
  readonly begin: number;
  readonly end: number;
  readonly hash: number;
}

const MORE = 0xff;

/** A hash table of ids that only grows, until it is cleared. */
class Generation {
  /** How many ids it has. */
  size = 0;
  /** The letters of all entries, one entry after the other. */
  #letters = new Uint8Array(1_024);
  #end = 0;
  /** Two of each entry: its hash, and where its letters end. */
  #entries = new Int32Array(32);
  #numbers = new Float64Array(16);
  /** Which entry, counted from 1, has the hash of this place, or found it and those after it taken; 0 for none. Half of them are free. */
  #slots = new Int32Array(32);

  /** Writes an id behind the last entry, which makes an entry of it once it is put. */
  spell(id: string): Spelling {
    const begin = this.#end;
    while (begin + id.length * 3 > this.#letters.length)
      this.#letters = filled(new Uint8Array(this.#letters.length * 2), this.#letters);
    const letters = this.#letters;
    // FNV-1a, whose upper bits are brought down to where the slot is read from.
    let hash = 0x811c9dc5 | 0;
    let end = begin;
    for (let at = 0; at < id.length; at += 1) {
      const letter = id.charCodeAt(at);
      hash = Math.imul(hash ^ letter, 0x01000193);
      if (letter >= MORE) {
        letters[end] = MORE;
        letters[end + 1] = letter >> 8;
        end += 2;
      }
      letters[end] = letter;
      end += 1;
    }
    return { letters, begin, end, hash: hash ^ (hash >>> 15) };
  }

  get(spelling: Spelling): number | undefined {
    const entry = this.#slots[this.#slotOf(spelling)] ?? 0;
    return entry === 0 ? undefined : this.#numbers[entry - 1];
  }

  /** Of an id that was spelled here last. */
  put(spelling: Spelling, number: number): number | undefined {
    const slot = this.#slotOf(spelling);
    const entry = this.#slots[slot] ?? 0;
    if (entry === 0) {
      this.#add(spelling, slot, number);
      return undefined;
    }
    const before = this.#numbers[entry - 1];
    this.#numbers[entry - 1] = number;
    return before;
  }

  clear(): void {
    this.size = 0;
    this.#end = 0;
    this.#slots.fill(0);
  }

  /** Where the id is, or is to be. */
  #slotOf(spelling: Spelling): number {
    const slots = this.#slots;
    const entries = this.#entries;
    const last = slots.length - 1;
    for (let slot = spelling.hash & last; ; slot = (slot + 1) & last) {
      const entry = slots[slot] ?? 0;
      if (entry === 0 || (entries[entry * 2 - 2] === spelling.hash && this.#is(entry - 1, spelling)))
        return slot;
    }
  }

  #is(entry: number, { letters, begin, end }: Spelling): boolean {
    const first = entry === 0 ? 0 : (this.#entries[entry * 2 - 1] ?? 0);
    const length = (this.#entries[entry * 2 + 1] ?? 0) - first;
    if (length !== end - begin) return false;
    for (let at = 0; at < length; at += 1) {
      if (this.#letters[first + at] !== letters[begin + at]) return false;
    }
    return true;
  }

  #add({ hash, end }: Spelling, slot: number, number: number): void {
    this.#end = end;
    this.#entries[this.size * 2] = hash;
    this.#entries[this.size * 2 + 1] = end;
    this.#numbers[this.size] = number;
    this.size += 1;
    this.#slots[slot] = this.size;
    if (this.size === this.#numbers.length) this.#grow();
  }

  #grow(): void {
    this.#entries = filled(new Int32Array(this.size * 4), this.#entries);
    this.#numbers = filled(new Float64Array(this.size * 2), this.#numbers);
    this.#slots = new Int32Array(this.size * 4);
    const last = this.#slots.length - 1;
    for (let entry = 1; entry <= this.size; entry += 1) {
      let slot = (this.#entries[entry * 2 - 2] ?? 0) & last;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & last;
      this.#slots[slot] = entry;
    }
  }
}

function filled<Numbers extends Int32Array | Uint8Array | Float64Array>(
  larger: Numbers,
  numbers: Numbers,
): Numbers {
  larger.set(numbers);
  return larger;
}
