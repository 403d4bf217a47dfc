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
const COLON = 0x3a;

/** Strings longer than this, in bytes, are searched for their end by the runtime, which is quicker than looking at each byte once it has begun. */
const LONG = 48;

/**
 * How many members the objects in a JSON text have, at any depth. Where a name stands twice in an object they are more than `JSON.parse` gives,
 * which takes the last one.
 *
 * @param json - Bytes that `JSON.parse` has accepted as text.
 */
export function membersIn(json: Uint8Array): number {
  let members = 0;
  // Outside of strings a colon stands for a member, and nothing else has one.
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === COLON) members += 1;
    else if (byte === QUOTE) at = endOfString(json, at + 1);
  }
  return members;
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

/** How many members the objects in a value have that `JSON.parse` gave, at any depth; undefined where one of them is named `__proto__`. */
export function membersOfParsed(value: unknown): number | undefined {
  const open: unknown[] = [value];
  let members = 0;
  while (open.length > 0) {
    const next = open.pop();
    if (Array.isArray(next)) {
      for (const item of next) if (typeof item === 'object' && item !== null) open.push(item);
      continue;
    }
    const named = membersOf(next);
    for (const name in named) {
      if (name === '__proto__') return undefined;
      members += 1;
      const member = named[name];
      if (typeof member === 'object' && member !== null) open.push(member);
    }
  }
  return members;
}
