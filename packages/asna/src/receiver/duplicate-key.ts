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
