import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Result } from '../src/harness/scenario.ts';
import type { Work } from '../src/harness/work.ts';
import { plotOf } from '../src/report/plot.ts';
import { keep, publish } from '../src/report/store.ts';
import { scenarios } from '../src/scenarios.ts';

const get: Work = {
  id: 'get-1',
  title: 'GET',
  unit: 'call',
  samples: { AstralClient: [{ cpu: 100, wall: 200 }], 'curl | tar': [{ cpu: 80, wall: 190 }] },
  goals: [
    {
      as: 'ratio',
      metric: 'cpu',
      of: 'AstralClient',
      by: 'curl | tar',
      limit: { most: 1.2 },
      alarm: { as: 'ratio', metric: 'cpu', limit: { most: 2 } },
    },
  ],
  plot: { kind: 'bars', metric: 'cpu' },
};

const result = (scenario: string, work: Work, busy = 0): Result => ({
  scenario,
  measuredAt: '2026-11-30T07:20:30.000Z',
  seconds: 12.3,
  machine: {
    processor: 'Abacus',
    cores: 2,
    memoryGib: 8,
    system: 'Linux x64',
    versions: { 'Node.js': '24.0.0' },
  },
  busy,
  works: [work],
});

let docs: string;
beforeEach(() => (docs = mkdtempSync(join(tmpdir(), 'bench-page-'))));
afterEach(() => rmSync(docs, { recursive: true }));

/** Keeps results and writes the page; the page. */
function write(...results: Result[]): string {
  const place = { docs, order: Object.keys(scenarios) };
  for (const one of results) keep(place, one);
  publish(place);
  return readFileSync(join(docs, 'benchmarks.md'), 'utf8');
}

test('the page has a row for each goal, which goals are missed, the machine, and every round', () => {
  const page = write(result('get', get));
  const row = page.split('\n').find((line) => line.startsWith('| GET'));
  const cells = row?.split(/(?<!\\)\|/).map((cell) => cell.trim());
  expect(cells?.slice(1, -1)).toEqual([
    'GET',
    'curl \\| tar',
    '80.0 µs',
    '100 µs',
    '190 µs',
    '200 µs',
    'CPU 1.25 ×',
    '≤ 1.20 ×',
    '**missed**',
  ]);
  expect(page).toContain('0 of 1 goals are met, 1 missed.');
  expect(page).toContain('Abacus, 2 cores, 8 GiB, Linux x64. Node.js 24.0.0');
  expect(page).toContain('AstralClient  CPU: 100');
  expect(page).toContain('![GET](benchmarks/get-1.svg)');
});

test('what the hand-written side leaves out stands with each scenario that has one', () => {
  const page = write(result('get', get));
  expect(page).toContain(`**The hand-written side leaves out** ${scenarios['get']?.leavesOut}`);
});

test('one scenario anew changes its own rows only', () => {
  write(result('get', get), result('feed', { ...get, id: 'feed', title: 'feed' }));
  const page = write(result('get', { ...get, title: 'GET anew' }));
  expect(page).toContain('| GET anew ');
  expect(page).toContain('| feed ');
  expect(page).not.toMatch(/\| GET +\|/);
});

test('the order is that of the scenarios, whatever was run first', () => {
  const page = write(result('feed', { ...get, id: 'feed', title: 'feed' }), result('get', get));
  expect(page.indexOf('| GET ')).toBeLessThan(page.indexOf('| feed '));
});

test('a machine that others used is marked', () => {
  const quiet = write(result('get', get, 0.04));
  expect(quiet).toContain('| 4 % ');
  expect(quiet).not.toContain('not quiet');
  const noisy = write(result('get', get, 0.4));
  expect(noisy).toContain('| 40 %, **not quiet** ');
  expect(noisy).toContain('others used it while 1 of 1 scenarios were measured');
});

test('a plot that no result has any more goes', () => {
  write(result('get', get));
  expect(existsSync(join(docs, 'benchmarks/get-1.svg'))).toBe(true);
  write(result('get', { ...get, id: 'get-2' }));
  expect(existsSync(join(docs, 'benchmarks/get-1.svg'))).toBe(false);
  expect(existsSync(join(docs, 'benchmarks/get-2.svg'))).toBe(true);
});

test('bars are as long as their values, and ours is told from theirs', () => {
  const bars = Array.from(plotOf(get)?.matchAll(/<rect .*?width="([\d.]+)".*?class="(\w+)"/g) ?? []);
  expect(bars.map(([, width, look]) => [Number(width), look])).toEqual([
    [440, 'ours'],
    [352, 'theirs'],
  ]);
});

test('a line over sizes has a mark for each, ten times as much being one step', () => {
  const samples = { 1: [{ cpu: 10 }], 10: [{ cpu: 10 }], 100: [{ cpu: 5 }] };
  const plot = plotOf({ ...get, samples, plot: { kind: 'sizes', metric: 'cpu', across: 'clients' } }) ?? '';
  const marks = Array.from(plot.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g), ([, x, y]) => [
    Number(x),
    Number(y),
  ]);
  expect(marks.map(([x]) => x)).toEqual([90, 385, 680]);
  expect(marks[0]?.[1]).toBeLessThan(marks[2]?.[1] ?? 0);
  expect(plot).toContain('>clients</text>');
});

test('a plot has colours for a dark page, and what it says is escaped', () => {
  const plot = plotOf({ ...get, title: 'a < b & c' }) ?? '';
  expect(plot).toContain('prefers-color-scheme: dark');
  expect(plot).toContain('a &lt; b &amp; c');
  expect(plot).not.toContain('a < b');
});
