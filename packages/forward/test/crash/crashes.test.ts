import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '@partner-apis/sandbox';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  type EngineServer,
  installed,
  startNats,
  startPostgres,
  startRabbitmq,
  startRedis,
} from '../support/servers.ts';
import { engines } from './engines.ts';
import { Mortal, wait } from './mortal.ts';

// A forwarder, a worker and the engine's server are killed at random points while events arrive. `FORWARD_CRASHES=100` goes on for longer than CI
// has time for; `FORWARD_CRASH_SEED` repeats the order of what is killed and when.
const { FORWARD_CRASHES, FORWARD_CRASH_SEED } = process.env;
const SEED = Number(FORWARD_CRASH_SEED ?? Date.now() % 1_000_000);
const EVENTS = 10;
const NAMES = ['forwarder', 'worker', 'server'] as const;

interface Trial {
  readonly engine: keyof typeof engines;
  readonly there: boolean;
  readonly start: () => Promise<EngineServer>;
  /** Cycles in CI, and at most. */
  readonly cycles: readonly [short: number, long: number];
  /** Whether the engine itself makes one job of an event that is handed over twice. */
  readonly onceInEngine: boolean;
}

const trials: readonly Trial[] = [
  {
    engine: 'bullmq',
    there: installed.redis,
    start: () => startRedis(),
    cycles: [6, 100],
    onceInEngine: true,
  },
  {
    engine: 'pg-boss',
    there: installed.postgres,
    start: () => startPostgres(),
    cycles: [6, 100],
    onceInEngine: true,
  },
  { engine: 'nats', there: installed.nats, start: startNats, cycles: [3, 30], onceInEngine: true },
  {
    engine: 'amqp',
    there: installed.rabbitmq,
    start: () => startRabbitmq(),
    cycles: [3, 30],
    onceInEngine: false,
  },
];

describe.each(trials)('$engine', ({ engine, there, start, cycles: [short, long], onceInEngine }) => {
  const cycles = FORWARD_CRASHES === undefined ? short : Math.min(long, Number(FORWARD_CRASHES));

  test.skipIf(!there)(
    `every event is handled, whatever is killed (${cycles} times, seed ${SEED})`,
    { timeout: 120_000 + cycles * 15_000 },
    async () => {
      const random = numbers(SEED);
      const folder = await mkdtemp(join(tmpdir(), 'crashes-'));
      const notes = join(folder, 'handled');
      writeFileSync(notes, '', { mode: 0o666 });
      const sandbox = createSandbox();
      const { urls, credentials } = await sandbox.listen();
      const server = await start();
      const forwarder = new Mortal(['forwarder', engine, server.url, urls.astral, credentials.astral.apiKey]);
      const worker = new Mortal(['worker', engine, server.url, notes]);
      onTestFinished(async () => {
        await forwarder.kill();
        await worker.kill();
        await server.close();
        await sandbox.close();
        await rm(folder, { recursive: true, force: true });
      });
      const victims = { forwarder, worker, server };
      const killed = { forwarder: 0, worker: 0, server: 0 };
      const published: string[] = [];
      const handled = (): string[] => readFileSync(notes, 'utf8').split('\n').slice(0, -1);
      /** Some events one after the other, so that something is always on its way. */
      const publish = async (): Promise<void> => {
        for (let n = 0; n < EVENTS; n += 1) {
          published.push(sandbox.astral.publish({ code: 'a', data: { n } }).id);
          await wait(random() * 25);
        }
      };
      const left: (typeof NAMES)[number][] = [];
      await Promise.all([forwarder.start(), worker.start()]);
      await Promise.all([forwarder.ready, worker.ready]);
      for (let cycle = 0; cycle < cycles; cycle += 1) {
        const publishing = publish();
        // Each as often as the others, in an order of chance.
        if (left.length === 0) left.push(...NAMES);
        const [name = 'server'] = left.splice(Math.floor(random() * left.length), 1);
        killed[name] += 1;
        await wait(random() * 200);
        await victims[name].kill();
        await wait(random() * 100);
        await victims[name].start();
        // Now and then everything comes to work again before the next one; else it is killed while it starts.
        if (random() < 0.5) await Promise.all([forwarder.ready, worker.ready]);
        await publishing;
      }
      await expect.poll(() => sandbox.astral.confirmed().length, { timeout: 90_000 }).toBe(published.length);
      await expect
        .poll(() => published.filter((id) => !new Set(handled()).has(id)), { timeout: 90_000, interval: 200 })
        .toEqual([]);
      const jobs = await engines[engine].jobs?.(server.url);
      const runs = handled().length;
      const doubled = jobs === undefined ? undefined : jobs.length - new Set(jobs).size;
      process.stderr.write(
        `CRASHES ${engine}: ${cycles} kills (${killed.forwarder} forwarder, ${killed.worker} worker, ${killed.server} server), ` +
          `${published.length} events, ${published.length} confirmed, 0 lost, ${doubled ?? '?'} doubled in the engine, ` +
          `${runs - published.length} handled again, seed ${SEED}\n`,
      );
      expect([forwarder.faults, worker.faults]).toEqual([[], []]);
      if (onceInEngine) {
        expect(doubled).toBe(0);
        expect(jobs?.toSorted()).toEqual(published.toSorted());
      }
      // A worker that dies between what it has done and what it says of it does at most what it had in hand again.
      if (onceInEngine)
        expect(runs - published.length).toBeLessThanOrEqual((killed.worker + killed.server) * 10);
    },
  );
});

/** Numbers from 0 to 1 that are the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
