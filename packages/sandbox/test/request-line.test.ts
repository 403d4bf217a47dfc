import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { requestLine } from '../src/cli/request-line.ts';

const request = {
  number: 1,
  vendor: 'astral',
  method: 'GET',
  path: '/events',
  query: {},
  headers: {},
  at: Date.UTC(2026, 0, 1),
  durationMs: 12.3,
} as const;

it('is plain in a pipe, one space between fields, - for what there is not', () => {
  expect(requestLine({ ...request, status: 200, outcome: 'answered' }, false)).toBe(
    '2026-01-01T00:00:00.000Z astral GET /events 200 12ms -',
  );
  expect(requestLine({ ...request, outcome: 'broken', fault: 'reset' }, false)).toBe(
    '2026-01-01T00:00:00.000Z astral GET /events - 12ms reset',
  );
});

it('is in columns on a terminal: lines of one length, whatever the vendor and the status', () => {
  const lines = [
    requestLine({ ...request, status: 200, outcome: 'answered' }, true),
    requestLine({ ...request, vendor: 'stormwall', method: 'DELETE', outcome: 'aborted' }, true),
  ].map((line) => stripVTControlCharacters(line));
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d {2}astral +GET +\/events +200 +12 ms$/);
  expect(lines[1]).toMatch(/stormwall {2}DELETE .* aborted +12 ms$/);
  expect(lines[0]?.length).toBe(lines[1]?.length);
});
