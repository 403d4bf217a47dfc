import { expect, test } from 'vitest';
import { duplicateKey, membersIn, membersOfParsed } from '../src/receiver/duplicate-key.ts';

const inText = (json: string): number => membersIn(Buffer.from(json));
const parsed = (json: string): number | undefined => membersOfParsed(JSON.parse(json));

test.each([
  ['nothing to count', '[1, "a:b", null, true, [], {}]'],
  ['members at any depth', '{"a": {"b": [{"c": 1}, {"c": 2}]}, "d" : "e"}'],
  ['colons and quotes in strings', String.raw`{"a:b": "c\":d", "\"": "\\", "e\\": ":"}`],
  ['names with escapes', String.raw`{"\u0061": 1, "\u003a": ":\u003a"}`],
  ['text of other alphabets', '{"имя": "значение: «да»", "😀": ":"}'],
])('a text and what it parses to have as many members: %s', (_, json) => {
  expect(inText(json)).toBe(parsed(json));
});

test('strings of any length end where they end, whatever stands before their last quote', () => {
  for (let length = 0; length < 160; length += 1) {
    for (const end of ['', '"', '\\', '\\"', '\\\\', '\\\\"', ':', '"":""']) {
      const value = 'x'.repeat(length) + end;
      const json = JSON.stringify({ first: value, [value]: [value], last: { a: 1 } });
      expect(inText(json), `${length} and ${end}`).toBe(4);
      expect(parsed(json)).toBe(4);
    }
  }
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
