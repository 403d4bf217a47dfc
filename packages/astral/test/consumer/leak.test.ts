import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('support/leak-run.ts', import.meta.url));
const MEGABYTE = 2 ** 20;

interface Held {
  readonly heap: number;
  readonly timers: number;
  readonly resources: number;
  readonly listeners: number;
}

interface Report {
  readonly given: number;
  readonly confirmed: number;
  readonly polls: number;
  readonly before: Held;
  readonly afterEvents: Held;
  readonly afterPolls: Held;
  readonly afterStop: Held;
}

test('200,000 events and 20,000 empty polls leave nothing behind', { timeout: 180_000 }, async () => {
  const args = ['--expose-gc', '--conditions=@partner-apis/source', SCRIPT, '200000', '20000'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  // The script printed it.
  const report = JSON.parse(stdout) as Report;
  const { before, afterEvents, afterPolls, afterStop } = report;
  const grown = ({ heap }: Held): string => `${((heap - before.heap) / MEGABYTE).toFixed(2)} MiB`;
  process.stdout.write(
    `leak test: ${report.given} events, ${report.polls} polls, heap ${(before.heap / MEGABYTE).toFixed(1)} MiB ` +
      `and ${grown(afterEvents)} more after the events, ${grown(afterPolls)} after the empty polls, ${grown(afterStop)} after the stop\n`,
  );
  expect(report.given).toBe(250_000);
  expect(report.polls).toBeGreaterThan(22_000);
  expect(afterEvents.heap - before.heap).toBeLessThan(4 * MEGABYTE);
  expect(afterPolls.heap - before.heap).toBeLessThan(4 * MEGABYTE);
  for (const held of [afterEvents, afterPolls])
    expect(held).toMatchObject({ timers: before.timers, resources: before.resources, listeners: 1 });
  expect(afterStop).toMatchObject({ timers: 0, listeners: 0 });
});
