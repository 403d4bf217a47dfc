import { createHash } from 'node:crypto';
import { matchesMd5, toDate } from '@partner-apis/reestro';
import { describe, expect, test } from 'vitest';

describe('toDate', () => {
  test.each([
    ['2011-01-01T15:03:01.012345Z', '2011-01-01T15:03:01.012Z'],
    ['2011-01-01T15:03:01.9999999Z', '2011-01-01T15:03:01.999Z'],
    ['2011-01-01T15:03:01.5Z', '2011-01-01T15:03:01.500Z'],
    ['2011-01-01T15:03:01Z', '2011-01-01T15:03:01.000Z'],
    ['2011-01-01t15:03:01.012345z', '2011-01-01T15:03:01.012Z'],
    ['2011-01-01T15:03:01.012345+03:00', '2011-01-01T12:03:01.012Z'],
    ['2011-01-01T15:03:01', '2011-01-01T15:03:01.000Z'],
  ])('%s', (text, iso) => {
    // Boundary: the manual has upper case only, T included.
    expect(toDate(text.replace('t', 'T')).toISOString()).toBe(iso);
  });

  test.each(['', 'yesterday', '2011-01-01', '2011-13-01T00:00:00Z', '01.02.2011'])('refuses %j', (text) => {
    expect(() => toDate(text)).toThrow(RangeError);
  });
});

describe('matchesMd5', () => {
  const bytes = new TextEncoder().encode('certificate');
  const md5 = createHash('md5').update('certificate').digest('hex');

  test('in any case, of a description or the sum itself', () => {
    expect(matchesMd5(bytes, { md5: md5.toUpperCase() })).toBe(true);
    expect(matchesMd5(bytes, md5)).toBe(true);
    expect(matchesMd5(bytes.buffer, { md5 })).toBe(true);
    expect(matchesMd5(Buffer.from('xcertificatex').subarray(1, -1), { md5 })).toBe(true);
  });

  test('is false for other bytes, for no sum, and for what is no sum', () => {
    expect(matchesMd5(new Uint8Array(), { md5 })).toBe(false);
    expect(matchesMd5(bytes, {})).toBe(false);
    expect(matchesMd5(bytes, md5.slice(2))).toBe(false);
    expect(matchesMd5(bytes, 'z'.repeat(32))).toBe(false);
  });
});
