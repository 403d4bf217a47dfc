import { Readable } from 'node:stream';
import { fetchTransport, type HttpError } from '@partner-apis/core';
import { rejection } from '@partner-apis/test-kit';
import { describe, expect, test } from 'vitest';
import { Acme, operations } from '../support/acme.ts';

/** A call whose answer is this. */
function answered(response: object): Promise<unknown> {
  const fetch = () => Promise.resolve({ status: 200, headers: new Headers(), body: null, ...response });
  const acme = new Acme({ transport: fetchTransport({ fetch }), retry: false });
  return acme.do.call(operations.get, { params: { id: '1' } });
}

const thing = JSON.stringify({ name: 'a thing' });

describe('whatever kind of stream a fetch gives', () => {
  test.each([
    ['of the web', () => new Response(thing).body],
    ['of Node.js', () => Readable.from([Buffer.from(thing)])],
  ])('%s is read', async (_kind, body) => {
    expect(await answered({ body: body() })).toEqual({ name: 'a thing' });
  });

  test('none, or one of no kind, is an error with the name of the call', async () => {
    for (const body of [null, undefined, 'a text', 5, {}, [thing]]) {
      const error = await rejection(answered({ body }));
      expect(error).toMatchObject({
        name: expect.stringMatching(/Error$/),
        vendor: 'acme',
        operation: 'things.get',
      });
    }
  });
});

describe('Retry-After', () => {
  const refused = async (headers: Record<string, string>): Promise<number | undefined> => {
    const error = await rejection(answered({ status: 503, headers: new Headers(headers) }));
    // Boundary: a 503 is one.
    return (error as HttpError).retryAfterMs;
  };

  test('as a date counts from the date of the same answer, whatever our clock says', async () => {
    const date = 'Mon, 30 Nov 2020 09:00:00 GMT';
    expect(await refused({ 'retry-after': 'Mon, 30 Nov 2020 09:00:07 GMT', date })).toBe(7_000);
    expect(await refused({ 'retry-after': 'Mon, 30 Nov 2020 08:59:00 GMT', date })).toBe(0);
  });

  test('as a date counts from our clock where the answer has none', async () => {
    for (const more of [{}, { date: 'no date' }] as Record<string, string>[])
      expect(await refused({ 'retry-after': 'Mon, 30 Nov 2020 09:00:07 GMT', ...more })).toBe(0);
  });

  test.each([
    ['3', 3_000],
    [' 0.5 ', 500],
    ['soon', undefined],
    ['-1', undefined],
    ['2020', 2_020_000],
    ['2020-11-30', undefined],
  ])('%j is %s ms', async (value, ms) => {
    expect(await refused({ 'retry-after': value })).toBe(ms);
  });
});
