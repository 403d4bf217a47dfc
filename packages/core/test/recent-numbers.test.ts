import { RecentNumbers } from '@partner-apis/core/vendor';
import { describe, expect, test } from 'vitest';

const numbered = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `id-${from + index}`);

describe('numbers by id', () => {
  test('an id has the number that it was given last, and tells the one before', () => {
    const numbers = new RecentNumbers(10);
    expect(numbers.get('a')).toBeUndefined();
    expect(numbers.put('a', 1)).toBeUndefined();
    expect(numbers.put('a', Number.POSITIVE_INFINITY)).toBe(1);
    expect(numbers.put('a', 0.5)).toBe(Number.POSITIVE_INFINITY);
    expect([numbers.get('a'), numbers.get('b')]).toEqual([0.5, undefined]);
  });

  test.each([
    ['that begin alike', ['', 'a', 'aa', 'aaa', 'aab', 'b']],
    [
      'of other alphabets, whose letters differ in the upper byte only',
      ['A', '\u0141', '\u0241', '🔑', '🔒'],
    ],
    ['of thousands of letters', [`${'x'.repeat(5_000)}1`, `${'x'.repeat(5_000)}2`, 'x'.repeat(5_000)]],
    ['with the same hash and length', ['event-049599', 'event-212382', 'event-049598', 'event-212383']],
    ['that sit next to each other in memory', ['ab', 'c', 'a', 'bc']],
  ])('ids %s are told apart', (_, ids) => {
    const numbers = new RecentNumbers(100);
    for (const [number, id] of ids.entries()) {
      expect(numbers.get(id)).toBeUndefined();
      expect(numbers.put(id, number)).toBeUndefined();
    }
    expect(ids.map((id) => numbers.get(id))).toEqual([...ids.keys()]);
  });

  test('the last ones are known, whatever was asked for in between, and no more than twice as many', () => {
    const numbers = new RecentNumbers(1_000);
    const ids = numbered(0, 12_345);
    for (const [number, id] of ids.entries()) {
      numbers.put(id, number);
      expect(numbers.get(`never ${id}`)).toBeUndefined();
    }
    const known = ids.filter((id) => numbers.get(id) !== undefined);
    expect(known.length).toBeLessThanOrEqual(2_000);
    expect(known).toEqual(ids.slice(-known.length));
    const last = ids.slice(-1_000);
    expect(last.map((id) => numbers.get(id))).toEqual(
      numbered(11_345, 1_000).map((id) => Number(id.slice(3))),
    );
  });

  test('an id that comes again is one of the newest', () => {
    const numbers = new RecentNumbers(10);
    numbers.put('a', 0);
    for (const id of numbered(0, 12)) numbers.put(id, 1);
    expect(numbers.put('a', 2)).toBe(0);
    for (const id of numbered(100, 9)) numbers.put(id, 1);
    expect(numbers.get('a')).toBe(2);
    for (const id of numbered(200, 20)) numbers.put(id, 1);
    expect(numbers.get('a')).toBeUndefined();
  });

  test('one that comes all the time drives no other out', () => {
    const numbers = new RecentNumbers(10);
    numbers.put('a', 1);
    for (let time = 0; time < 1_000; time += 1) numbers.put('b', time);
    expect([numbers.get('a'), numbers.get('b')]).toEqual([1, 999]);
  });
});
