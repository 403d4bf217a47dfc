import { membersOf } from '../api/members.ts';

/**
 * The first member name that an object in a JSON text has twice, at any depth. `JSON.parse` takes the last one, other readers the first: who
 * can add a member could make two programs see two different events.
 *
 * @param json - Text that `JSON.parse` has accepted.
 */
export function duplicateKey(json: string): string | undefined {
  // Open containers, innermost last: the names so far of an object, undefined for an array.
  const open: (Set<string> | undefined)[] = [];
  let nameExpected = false;
  for (const [token] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/gs)) {
    if (token === '{') {
      open.push(new Set());
      nameExpected = true;
    } else if (token === '[') {
      open.push(undefined);
      nameExpected = false;
    } else if (token === '}' || token === ']') {
      open.pop();
      nameExpected = false;
    } else if (token === ',') {
      nameExpected = open.at(-1) !== undefined;
    } else if (nameExpected) {
      const name = String(JSON.parse(token));
      const names = open.at(-1);
      if (names?.has(name) === true) return name;
      names?.add(name);
      nameExpected = false;
    }
  }
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NO_WORDS = new Int32Array();

/** Strings longer than this, in bytes, are searched for their end by the runtime, which is quicker than looking at each byte once it has begun. */
const LONG = 48;

/** With more bytes than this to a string, jumping from one to the next is quicker than looking at them all. */
const SPARSE = 128;

/**
 * How many strings a JSON text has, names and values, at any depth. Where a name stands twice in an object they are more than in what `JSON.parse`
 * gives, which takes the last one.
 *
 * @param json - Bytes that `JSON.parse` has accepted as text.
 * @param expected - How many there are unless a name stands twice.
 */
export function stringsIn(json: Uint8Array, expected: number): number {
  // Without a backslash no quote stands inside of a string.
  if (expected * SPARSE > json.length && !json.includes(BACKSLASH)) return quotesIn(json) / 2;
  let strings = 0;
  for (let at = json.indexOf(QUOTE); at !== -1; at = json.indexOf(QUOTE, at + 1)) {
    strings += 1;
    at = endOfString(json, at + 1);
  }
  return strings;
}

/** So many words are counted into the four bytes of one before any of these could run over. */
const LANE = 255;

/** Four bytes at a time and without a branch, which is four times as fast as one by one. */
function quotesIn(json: Uint8Array): number {
  // Words begin at every fourth place of the memory, where there is one.
  const start = Math.min(json.length, -json.byteOffset & 3);
  const count = (json.length - start) >> 2;
  const words = count === 0 ? NO_WORDS : new Int32Array(json.buffer, json.byteOffset + start, count);
  let others = 0;
  for (let at = 0; at < count;) {
    const end = Math.min(count, at + LANE);
    let lanes = 0;
    for (; at < end; at += 1) {
      const other = (words[at] ?? 0) ^ 0x22222222;
      // The highest bit of each byte in which any bit was other.
      lanes += ((((other & 0x7f7f7f7f) + 0x7f7f7f7f) | other) >>> 7) & 0x01010101;
    }
    others += (lanes & 255) + ((lanes >>> 8) & 255) + ((lanes >>> 16) & 255) + (lanes >>> 24);
  }
  let quotes = count * 4 - others;
  for (let at = 0; at < start; at += 1) if (json[at] === QUOTE) quotes += 1;
  for (let at = start + count * 4; at < json.length; at += 1) if (json[at] === QUOTE) quotes += 1;
  return quotes;
}

/** Where the closing quote of a string is that begins at `start`. */
function endOfString(json: Uint8Array, start: number): number {
  const near = Math.min(json.length, start + LONG);
  let at = start;
  for (; at < near; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at += 1;
  }
  for (;;) {
    const end = json.indexOf(QUOTE, at);
    if (end === -1) return json.length;
    let backslashes = 0;
    while (end - 1 - backslashes >= at && json[end - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
    at = end + 1;
  }
}

/** So deep a value is looked into by calls; what lies deeper waits in a list, since no call stack holds what a sender may write. */
const DEPTH = 100;

/** How many strings a value has that `JSON.parse` gave, names and values, at any depth; undefined where a name is `__proto__`. */
export function stringsOfParsed(value: unknown): number | undefined {
  if (typeof value === 'string') return 1;
  const deeper = [value];
  let strings = 0;
  while (deeper.length > 0) strings += stringsWithin(deeper.pop(), 0, deeper);
  return Number.isNaN(strings) ? undefined : strings;
}

/** NaN where a name is `__proto__`. What is no object is looked at where it stands: a call for each would take half the time again. */
function stringsWithin(value: unknown, depth: number, deeper: unknown[]): number {
  if (depth > DEPTH) {
    deeper.push(value);
    return 0;
  }
  let strings = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'string') strings += 1;
      else if (typeof item === 'object' && item !== null) strings += stringsWithin(item, depth + 1, deeper);
    }
    return strings;
  }
  const members = membersOf(value);
  for (const name in members) {
    if (name === '__proto__') return Number.NaN;
    const item = members[name];
    strings += 1;
    if (typeof item === 'string') strings += 1;
    else if (typeof item === 'object' && item !== null) strings += stringsWithin(item, depth + 1, deeper);
  }
  return strings;
}
