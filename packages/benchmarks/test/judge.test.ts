import { expect, test } from 'vitest';
import { judge } from '../src/harness/judge.ts';
import type { Goal, Work } from '../src/harness/work.ts';

const alarm: Goal['alarm'] = { as: 'ratio', metric: 'cpu', limit: { most: 9 } };
const ratio: Goal = { as: 'ratio', metric: 'cpu', of: 'ours', by: 'theirs', limit: { most: 1.25 }, alarm };

function work(goal: Goal, samples: Work['samples']): Work {
  return { id: 'work', title: 'work', unit: 'call', samples, goals: [goal] };
}

/** Rounds of one metric. */
const rounds = (metric: 'cpu' | 'wall' | 'p99' | 'memory', ...values: number[]) =>
  values.map((value) => ({ [metric]: value }));

test('a ratio is taken in each round, and its median counts', () => {
  // The medians alone would give 20 / 10.
  const samples = { ours: rounds('cpu', 10, 20, 120), theirs: rounds('cpu', 10, 10, 100) };
  const [verdict] = judge(work(ratio, samples));
  expect(verdict).toMatchObject({ value: 1.2, met: true, measured: 'CPU 1.20 ×', wanted: '≤ 1.25 ×' });
});

test('a goal is met at its limit and missed beyond it', () => {
  const at = (ours: number) =>
    judge(work(ratio, { ours: rounds('cpu', ours), theirs: rounds('cpu', 4) }))[0]?.met;
  expect(at(5)).toBe(true);
  expect(at(5.01)).toBe(false);
});

test('speed is theirs by ours, against the fastest of several', () => {
  const goal: Goal = { ...ratio, as: 'speed', metric: 'wall', by: ['slow', 'fast'], limit: { least: 1.3 } };
  const samples = { ours: rounds('wall', 10), slow: rounds('wall', 40), fast: rounds('wall', 12) };
  const [verdict] = judge(work(goal, samples));
  expect(verdict).toMatchObject({ against: 'fast', met: false, measured: 'wall 1.20 × as fast' });
});

test('a difference and a value have the unit of what was measured', () => {
  const difference: Goal = { ...ratio, as: 'difference', metric: 'p99', limit: { most: 300 } };
  const samples = { ours: rounds('p99', 900), theirs: rounds('p99', 500) };
  expect(judge(work(difference, samples))[0]).toMatchObject({
    met: false,
    measured: 'p99 + 400 µs',
    wanted: '≤ + 300 µs',
  });
  const value: Goal = { as: 'value', metric: 'memory', of: 'ours', limit: { most: 64 * 2 ** 20 }, alarm };
  expect(judge(work(value, { ours: rounds('memory', 2 ** 20) }))[0]).toMatchObject({
    against: undefined,
    met: true,
    measured: 'memory 1.0 MiB',
    wanted: '≤ 64.0 MiB',
  });
});

test('the short form is held to the alarm', () => {
  const samples = { ours: rounds('cpu', 8), theirs: rounds('cpu', 1) };
  expect(judge(work(ratio, samples), true)[0]).toMatchObject({ met: true, wanted: '≤ 9.00 ×' });
  expect(judge(work(ratio, samples))[0]?.met).toBe(false);
});

test('what was not measured is missed', () => {
  expect(judge(work(ratio, { ours: rounds('cpu', 1), theirs: rounds('wall', 1) }))[0]?.met).toBe(false);
  expect(judge(work(ratio, {}))[0]?.met).toBe(false);
});
