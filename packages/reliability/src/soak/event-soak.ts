import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Claim, Evidence, RunOptions } from '../claim.ts';
import { EventQueue, numberOf } from './event-queue.ts';
import { eventServer, FAULTS } from './event-server.ts';
import { HandledRecord } from './handled-record.ts';

const PROCESSES = 3;
/** How many times as fast as real time the time of server and consumers goes. */
const SPEED = 20;
/** Share of each fault. */
const SHARE = 0.05;
/** Nothing confirmed for so long is a standstill. */
const STANDSTILL_MS = 120_000;
const CONSUMER = fileURLToPath(new URL('consumer-process.ts', import.meta.url));

/** A million events through consumers that are killed, over a network on which everything goes wrong. */
export const eventSoak: Claim = {
  id: 'event-soak',
  holds:
    'No event is lost, and none is confirmed before it was handled, whatever fails and whoever is killed.',
  how: `Three processes with the Astral consumer take 1,000,000 events from a server that does each of these to 5 % of the requests: ${FAULTS.map((fault) => `\`${fault}\``).join(', ')} (\`refuse\`: to 5 % of the connections). One handler in a hundred fails. Twenty times one of the processes is killed with SIGKILL in the middle of its work and another takes its place. Each handled event is noted in a file before its handler resolves, and the server reads that file before each confirmation. Time for server and consumers goes twenty times as fast as on the wall. Short: 30,000 events, three kills.`,
  short: true,
  run,
};

async function run(options: RunOptions): Promise<Evidence> {
  const [waves, perWave, limitMax] = options.short ? [3, 10_000, 200] : [20, 50_000, 500];
  const events = waves * perWave;
  const folder = await mkdtemp(join(tmpdir(), 'soak-'));
  const path = join(folder, 'handled');
  const record = new HandledRecord(path, events);
  const queue = new EventQueue(events);
  let early = 0;
  const started = performance.now();
  await using server = await eventServer({
    queue,
    share: SHARE,
    speed: SPEED,
    onConfirm(ids) {
      record.update();
      for (const id of ids) if (record.times[numberOf(id)] === 0) early += 1;
    },
  });
  const start = (): ChildProcess =>
    spawn(
      process.execPath,
      ['--conditions=@partner-apis/source', CONSUMER, server.url, path, String(SPEED), String(limitMax)],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') },
      },
    );
  const processes = Array.from({ length: PROCESSES }, start);
  try {
    for (let wave = 0; wave < waves; wave += 1) {
      const before = queue.counts.confirmed;
      queue.publish(perWave);
      await until(queue, ({ confirmed }) => confirmed >= before + perWave / 4);
      const victim = processes[wave % PROCESSES];
      victim?.kill('SIGKILL');
      if (victim !== undefined) await once(victim, 'close');
      processes[wave % PROCESSES] = start();
      await until(queue, ({ waiting }) => waiting === 0);
      options.progress(
        `${((wave + 1) * perWave).toLocaleString('en')} events handed out, ${wave + 1} processes killed`,
      );
    }
    await until(queue, ({ unconfirmed }) => unconfirmed === 0);
  } finally {
    for (const child of processes) child.kill('SIGTERM');
  }
  const seconds = (performance.now() - started) / 1000;
  server.heal();
  const ends = await Promise.all(processes.map(ended));
  record.update();
  record.close();
  await rm(folder, { recursive: true });
  const lost = record.times.filter((times) => times === 0).length;
  const runs = record.times.reduce((sum, times) => sum + times, 0);
  const again = record.times.filter((times) => times > 1).length;
  const left = events - queue.counts.confirmed;
  return {
    rows: [
      { what: 'events published', figure: events },
      { what: 'requests of the consumers', figure: server.requests },
      ...FAULTS.map((fault) => ({ what: `of these, ${fault}`, figure: server.met.get(fault) ?? 0 })),
      { what: 'processes killed with SIGKILL', figure: waves },
      { what: 'events lost', figure: lost },
      { what: 'events confirmed before they were handled', figure: early },
      { what: 'events not confirmed at the end', figure: left },
      {
        what: 'events handled more than once',
        figure: `${again.toLocaleString('en')} (${percent(again, events)})`,
      },
      { what: 'runs of handlers that completed', figure: runs },
      { what: 'events a second', figure: Math.round(events / seconds) },
    ],
    missed: [
      ...(lost > 0 ? [`${lost} events were lost.`] : []),
      ...(early > 0 ? [`${early} events were confirmed before they were handled.`] : []),
      ...(left > 0 ? [`${left} events were handled and never confirmed.`] : []),
      ...ends
        .filter((end) => end !== '0')
        .map((end) => `A consumer that was asked to stop ended with ${end}.`),
    ],
  };
}

/** Waits for a state of the queue; throws when nothing moves any more. */
async function until(queue: EventQueue, reached: (counts: EventQueue['counts']) => boolean): Promise<void> {
  let confirmed = -1;
  let movedAt = performance.now();
  while (!reached(queue.counts)) {
    if (queue.counts.confirmed > confirmed) movedAt = performance.now();
    confirmed = queue.counts.confirmed;
    if (performance.now() - movedAt > STANDSTILL_MS)
      throw new Error(`Nothing was confirmed for ${STANDSTILL_MS} ms: ${JSON.stringify(queue.counts)}`);
    await sleep(20);
  }
}

/** How a process that was asked to stop ended: its exit code or its signal. */
async function ended(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null)
    await once(child, 'close', { signal: AbortSignal.timeout(60_000) }).catch(() => child.kill('SIGKILL'));
  return String(child.exitCode ?? child.signalCode ?? 'nothing within a minute');
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}
