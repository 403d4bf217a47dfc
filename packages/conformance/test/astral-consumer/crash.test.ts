import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSandbox, type FaultSpec } from '@partner-apis/sandbox';
import { expect, onTestFinished, test } from 'vitest';

/** Consumers to be killed; more with `CONSUMER_CRASHES=1000`. */
const crashes = Number(process.env['CONSUMER_CRASHES'] ?? 100);
/** Processes at once. */
const AT_ONCE = 5;
const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Everything that can go wrong on the way, now and then. */
const faults: readonly Omit<FaultSpec<'astral'>, 'vendor'>[] = [
  { operation: 'events.poll', kind: 'reset-after-effect', probability: 0.04 },
  { operation: 'events.poll', kind: 'reset', probability: 0.04 },
  { operation: 'events.poll', kind: 'cut-body', probability: 0.04 },
  { operation: 'events.poll', kind: 'status', status: 503, probability: 0.04 },
  { operation: 'events.confirm', kind: 'reset-after-effect', probability: 0.08 },
  { operation: 'events.confirm', kind: 'reset', probability: 0.08 },
  { operation: 'events.confirm', kind: 'status', status: 500, probability: 0.08 },
];

test(
  `no event is lost or confirmed before it was handled, though ${crashes} consumers are killed`,
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'consumer-crash-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const ledger = join(directory, 'ledger');
    await using sandbox = createSandbox({ ledgerSize: 1_000_000 });
    await using server = await sandbox.listen();
    for (const fault of faults) sandbox.faults.inject({ vendor: 'astral', ...fault });
    const env = {
      ...process.env,
      ...sandbox.environment(server.urls),
      // The sources are compiled once, not once per process.
      NODE_COMPILE_CACHE: join(directory, 'cache'),
    };
    const start = (): ChildProcess =>
      spawn(process.execPath, ['--conditions=@partner-apis/source', WORKER, ledger], {
        env,
        stdio: 'ignore',
      });

    const ids: string[] = [];
    let killed = 0;
    const publish = async (): Promise<void> => {
      while (killed < crashes) {
        for (let i = 0; i < 3; i += 1) {
          const ms = Math.floor(Math.random() * 30);
          ids.push(sandbox.astral.publish({ code: 'crash', data: { ms } }).id);
        }
        await sleep(15);
      }
    };
    /** Starts processes and kills them, most of them in the middle of their work, some before they have begun. */
    const crash = async (): Promise<void> => {
      while (killed < crashes) {
        killed += 1;
        const child = start();
        const confirmed = sandbox.astral.confirmed().length;
        const idle = Date.now() + Math.random() * 3_000;
        while (sandbox.astral.confirmed().length < confirmed + 5 && Date.now() < idle) await sleep(10);
        await sleep(Math.random() * 200);
        child.kill('SIGKILL');
        await once(child, 'close');
      }
    };
    await Promise.all([publish(), ...Array.from({ length: AT_ONCE }, crash)]);

    // One that is left alone finishes what they have left behind, and ends when it is asked to.
    await sandbox.faults.clear();
    const last = start();
    onTestFinished(() => void last.kill('SIGKILL'));
    await expect.poll(() => sandbox.astral.confirmed().length, { timeout: 60_000 }).toBe(ids.length);
    last.kill('SIGTERM');
    expect(await once(last, 'close')).toEqual([0, null]);

    const runs = (await readFile(ledger, 'utf8')).trim().split('\n');
    const handledAt = new Map<string, number>();
    for (const line of runs) {
      const [id = '', at] = line.split(' ');
      if (!handledAt.has(id)) handledAt.set(id, Number(at));
    }
    const lost = ids.filter((id) => !handledAt.has(id));
    const early = sandbox.requests({ operation: 'events.confirm' }).flatMap(({ json, at }) => {
      // The shape of the manual, section 3.4; a request that a fault has ended has no body here.
      const { events_id: confirmed = [] } = (json ?? {}) as { events_id?: string[] };
      return confirmed.filter((id) => !((handledAt.get(id) ?? Infinity) <= at));
    });
    const duplicates = runs.length - handledAt.size;
    process.stdout.write(
      `crash test: ${crashes} killed, ${ids.length} events, lost ${lost.length}, confirmed before handled ${early.length}, ` +
        `handled again ${duplicates} (${((100 * duplicates) / ids.length).toFixed(1)} %)\n`,
    );
    expect(lost).toEqual([]);
    expect(early).toEqual([]);
    expect(sandbox.astral.unconfirmed()).toEqual([]);
    expect(ids.length).toBeGreaterThan(crashes);
  },
  60_000 + crashes * 3_000,
);
