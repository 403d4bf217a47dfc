import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duplicateKey, stringsIn, stringsOfParsed } from '../src/receiver/duplicate-key.ts';

const parsed = (json: string): number | undefined => stringsOfParsed(JSON.parse(json));
/** Counted in both ways, wherever in memory the text lies. */
function inText(json: string): number {
  const counts = [0, 1, 2, 3].flatMap((offset) => {
    const bytes = Buffer.from(' '.repeat(offset) + json).subarray(offset);
    return [stringsIn(bytes, 0), stringsIn(bytes, bytes.length)];
  });
  expect(new Set(counts).size, `${json} counted as ${counts.join()}`).toBe(1);
  return counts[0] ?? -1;
}

test.each([
  ['nothing to count', '[1, "a:b", null, true, [], {}]'],
  ['members at any depth', '{"a": {"b": [{"c": 1}, {"c": 2}]}, "d" : "e"}'],
  ['colons and quotes in strings', String.raw`{"a:b": "c\":d", "\"": "\\", "e\\": ":"}`],
  ['names with escapes', String.raw`{"\u0061": 1, "\u003a": ":\u003a"}`],
  ['text of other alphabets', '{"имя": "значение: «да»", "😀": ":"}'],
])('a text and what it parses to have as many strings: %s', (_, json) => {
  expect(inText(json)).toBe(parsed(json));
});

test('strings of any length end where they end, whatever stands before their last quote', () => {
  for (let length = 0; length < 160; length += 1) {
    for (const end of ['', '"', '\\', '\\"', '\\\\', '\\\\"', ':', '"":""']) {
      const value = 'x'.repeat(length) + end;
      const json = JSON.stringify({ first: value, [value]: [value], last: { a: 1 } });
      expect(inText(json), `${length} and ${end}`).toBe(6);
      expect(parsed(json)).toBe(6);
    }
  }
});

test('any text and what it parses to have as many strings', () => {
  let most = 0;
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value);
      const strings = parsed(json);
      if (strings !== undefined) expect(inText(json)).toBe(strings);
      most = Math.max(most, strings ?? 0);
    }),
  );
  expect(most).toBeGreaterThan(5);
});

test.each([
  ['at the top', '{"a":1,"a":2}', 'a'],
  ['deep inside', '{"b":[{"c":{"a":1,"d":0,"a":2}}]}', 'a'],
  ['in what is dropped itself', '{"b":{"c":1},"b":2}', 'b'],
  ['spelt in two ways', String.raw`{"a":1,"\u0061":2}`, 'a'],
])('a name that stands twice is noticed by the count and found by the search: %s', (_, json, name) => {
  expect(inText(json)).toBeGreaterThan(parsed(json) ?? 0);
  expect(duplicateKey(json)).toBe(name);
});

test('__proto__ is noticed at any depth, however it is spelt', () => {
  expect(parsed(String.raw`{"a":[{"\u005f_proto__":1}]}`)).toBeUndefined();
});

test('nesting deeper than any call stack is counted', () => {
  const deep = `${'['.repeat(100_000)}{"a":1}${']'.repeat(100_000)}`;
  expect(inText(deep)).toBe(1);
  expect(parsed(deep)).toBe(1);
});
