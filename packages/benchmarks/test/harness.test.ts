import { expect, test } from 'vitest';
import { idealMs } from '../src/harness/ideal.ts';
import { show } from '../src/harness/metrics.ts';
import { inFlight, interleave, timed } from '../src/harness/rounds.ts';
import { runInShell } from '../src/harness/shell-times.ts';
import { median, quantile, slope } from '../src/harness/statistics.ts';

test('the median is the middle value, or lies between the two in the middle', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test('a quantile lies between its two neighbours', () => {
  const values = Array.from({ length: 101 }, (_, index) => index);
  expect(quantile(values, 0.99)).toBe(99);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
});

test('the slope is by how much the line through the points rises', () => {
  expect(
    slope([
      [0, 5],
      [10, 25],
      [20, 45],
    ]),
  ).toBe(2);
  expect(
    slope([
      [0, 7],
      [10, 7],
    ]),
  ).toBe(0);
});

test('rounds are interleaved, the order moves on by one, and warm-ups are not counted', async () => {
  const order: string[] = [];
  const turn = (name: string) => async () => {
    order.push(name);
    return { cpu: order.length };
  };
  const samples = await interleave({ a: turn('a'), b: turn('b'), c: turn('c') }, { rounds: 2, warmUps: 1 });
  expect(order.join('')).toBe('abcbcacab');
  expect(samples).toEqual({
    a: [{ cpu: 6 }, { cpu: 8 }],
    b: [{ cpu: 4 }, { cpu: 9 }],
    c: [{ cpu: 5 }, { cpu: 7 }],
  });
});

test('a timed turn has its time per unit', async () => {
  const work = async (units: number): Promise<void> => {
    const until = process.cpuUsage().user + units * 1_000;
    while (process.cpuUsage().user < until);
  };
  const { cpu = 0, wall = 0 } = await timed(20, work)();
  expect(cpu).toBeGreaterThan(990);
  expect(wall).toBeGreaterThan(900);
});

test('calls in flight are as many as asked for, and never more at once', async () => {
  let [now, most, all] = [0, 0, 0];
  await inFlight(20, 4, async () => {
    now += 1;
    all += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
  });
  expect({ most, all }).toEqual({ most: 4, all: 20 });
});

test('the ideal gives each piece to the slot that is free first', () => {
  expect(idealMs([4, 1, 1, 1, 1], 2)).toBe(4);
  expect(idealMs([1, 1, 4], 2)).toBe(5);
});

test('a command in the shell has its output and the processor time of its programs', async () => {
  const { stdout, cpu } = await runInShell(`echo answer; '${process.execPath}' -e '"x".repeat(9)' | cat`);
  expect(stdout).toBe('answer');
  // Starting Node.js takes some.
  expect(cpu).toBeGreaterThan(1_000);
  await expect(runInShell('exit 3')).rejects.toThrow('Command failed');
});

test('numbers read as people write them', () => {
  expect(show('cpu', 3.4567)).toBe('3.46 µs');
  expect(show('wall', 12_345)).toBe('12.3 ms');
  expect(show('wall', 2_500_000)).toBe('2.50 s');
  expect(show('memory', 3 * 2 ** 20)).toBe('3.0 MiB');
  expect(show('cpu', undefined)).toBe('');
});
