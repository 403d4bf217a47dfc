import { expect, test } from 'vitest';
import type { Claim, Trial } from '../src/claim.ts';
import { claims } from '../src/claims.ts';
import { page } from '../src/page.ts';

const claim: Claim = {
  id: 'nothing-lost',
  holds: 'No event is lost.',
  how: 'A process is killed twenty times.',
  short: true,
  run: () => Promise.resolve({ rows: [], missed: [] }),
};
const trial: Trial = {
  outcome: 'fell short',
  on: '2026-11-30',
  seconds: 12,
  machine: 'a machine',
  rows: [{ kills: 20, 'events | lost': 1_000_000 }],
  missed: ['One event was lost.'],
};

test('the page says of each claim what holds, how it is tried, by which command, and what came of it', () => {
  const text = page([claim], new Map([[claim.id, trial]]));
  expect(text).toContain('| [No event is lost.](#nothing-lost) | fell short | 2026-11-30 |');
  expect(text).toContain('pnpm prove nothing-lost');
  expect(text).toContain('- One event was lost.');
  expect(text).toContain('| kills | events \\| lost |\n| --- | --- |\n| 20 | 1,000,000 |');
});

test('a claim that nobody has tried says so', () => {
  expect(page([claim], new Map())).toContain('Not tried yet.');
});

test('every claim has a name of its own', () => {
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
});
