import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox } from '@partner-apis/sandbox';
import type { Claim, Evidence, RunOptions } from '../claim.ts';
import { cases } from './half-open-cases.ts';
import { Relay } from './relay.ts';
import type { Limits, StallCase } from './stall-case.ts';

/** How late a busy machine may notice that a limit has passed. */
const LATE_MS = 2_000;
/** How long the end of a connection may take to be seen on the other side; an idle one is kept for four seconds. */
const CLOSING_MS = 6_000;

/** A NAT that forgot the connection, a firewall that was loaded anew, a tunnel whose other end is gone. */
export const halfOpen: Claim = {
  id: 'half-open',
  holds:
    'A connection that stands still, without FIN or RST, ends polls, calls, uploads and downloads by their limits, and work goes on.',
  how: 'Between client and sandbox stands a relay that stops passing bytes on and tells neither end: what is sent vanishes, or is not taken any more. Each operation meets that in its middle. Counted are the time until it has ended, the connections that the client still holds open afterwards, and whether the next operation of the same client succeeds. With the default limits of the SDK (polls: 60 and 10 s). Short: limits of a second or two.',
  short: true,
  run,
};

interface Row extends Record<string, string | number> {
  operation: string;
  'what stands still': string;
  'ended with': string;
  'limit in s': number;
  'after s': number;
  'connections that stood still': number;
  'held open afterwards': number;
  'the next': string;
}

async function run(options: RunOptions): Promise<Evidence> {
  const limits: Limits = options.short
    ? {
        timeouts: { connectMs: 1_500, headersMs: 1_500, idleMs: 1_500, attemptMs: 3_000, deadlineMs: 8_000 },
        pollSpeed: 10,
      }
    : {
        timeouts: {
          connectMs: 10_000,
          headersMs: 30_000,
          idleMs: 30_000,
          attemptMs: 60_000,
          deadlineMs: 120_000,
        },
        pollSpeed: 1,
      };
  const tried = await Promise.all(
    cases.map(async (one) => {
      const outcome = await attempt(one, limits);
      options.progress(
        `${one.operation}, ${one.still}: ${outcome.row['ended with']} after ${outcome.row['after s']} s`,
      );
      return outcome;
    }),
  );
  return { rows: tried.map(({ row }) => row), missed: tried.flatMap(({ missed }) => missed) };
}

async function attempt(
  one: StallCase,
  limits: Limits,
): Promise<{ readonly row: Row; readonly missed: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'half-open-'));
  await using sandbox = createSandbox({ seed: one.operation + one.still });
  await using server = await sandbox.listen();
  await using relay = await Relay.to(server.urls[one.vendor]);
  await using stage = await one.prepare({ sandbox, server, relay, limits, folder });
  const limitMs = stage.limitMs;
  const started = performance.now();
  const ended = await Promise.race([
    stage.meet().then(
      () => 'its result',
      (error: unknown) => nameOf(error),
    ),
    sleep(limitMs + 30_000, 'nothing', { ref: false }),
  ]);
  const tookMs = performance.now() - started;
  relay.heal();
  const next = await stage.next().then(
    () => 'succeeds',
    (error: unknown) => nameOf(error),
  );
  for (const end = performance.now() + CLOSING_MS; relay.held > 0 && performance.now() < end;)
    await sleep(50);
  await rm(folder, { recursive: true });
  const row: Row = {
    operation: one.operation,
    'what stands still': one.still,
    'ended with': ended,
    'limit in s': limitMs / 1000,
    'after s': Math.round(tookMs / 100) / 10,
    'connections that stood still': relay.stalls,
    'held open afterwards': relay.held,
    'the next': next,
  };
  const name = `${one.operation} (${one.still})`;
  return {
    row,
    missed: [
      ...(ended === one.ends ? [] : [`${name} ended with ${ended}, not with ${one.ends}.`]),
      ...(tookMs > limitMs + LATE_MS ? [`${name} took ${Math.round(tookMs)} ms.`] : []),
      ...(relay.stalls === 0 ? [`${name} met nothing that stood still.`] : []),
      ...(relay.held > 0 ? [`${name} left ${relay.held} connections open.`] : []),
      ...(next === 'succeeds' ? [] : [`After ${name} the next one failed with ${next}.`]),
    ],
  };
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const phase: unknown = Reflect.get(error, 'phase') ?? Reflect.get(error, 'reason');
  return typeof phase === 'string' ? `${error.name} ${phase}` : error.name;
}
