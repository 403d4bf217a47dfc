import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createSandbox, type Sandbox } from '@partner-apis/sandbox';
import type { Claim, Evidence, RunOptions } from '../claim.ts';
import type { Part, Said } from './worker-process.ts';

/** Of each kind, published or sent while the process is frozen. */
const EVENTS = 50;
/** By when everything must be handled after the process goes on. */
const PATIENCE_MS = 60_000;
const WORKER = fileURLToPath(new URL('worker-process.ts', import.meta.url));

/** A laptop that sleeps, a virtual machine that is moved, a container that is paused. */
export const frozenProcess: Claim = {
  id: 'frozen-process',
  holds:
    'A process that was frozen for minutes goes on by itself: nothing is lost, and nobody has to restart it.',
  how: `A process with an Astral consumer, a feed of Kontur.Reestro, a receiver of ASNA's webhooks and an ASNA client that calls five times a second gets SIGSTOP for five minutes. Meanwhile ${EVENTS} events of each kind come, webhooks are tried again as they time out, the tokens expire, and the held poll (60 s) ends without anybody who reads its answer. After SIGCONT everything must be handled, each webhook once, and the calls must succeed, in the same process and without a hand. Short: 13 s, and polls of 10 s.`,
  short: true,
  run,
};

async function run(options: RunOptions): Promise<Evidence> {
  const [frozenMs, longestPoll] = options.short ? [13_000, 10] : [300_000, 60];
  const folder = await mkdtemp(join(tmpdir(), 'frozen-'));
  await using sandbox = createSandbox({ ledgerSize: 10_000 });
  await using server = await sandbox.listen();
  sandbox.asna.configure({
    tokenSeconds: options.short ? 5 : 60,
    // As patient as it takes: how ASNA itself repeats webhooks, its manual does not say.
    delivery: { retries: 100, retryDelayMs: frozenMs / 20, timeoutMs: frozenMs / 20 },
  });
  const child = fork(WORKER, [join(folder, 'cursors.json'), String(longestPoll)], {
    execArgv: ['--conditions=@partner-apis/source'],
    env: { ...process.env, ...sandbox.environment(server.urls) },
  });
  const worker = new Heard(child);
  try {
    const port = await worker.port;
    const url = `http://127.0.0.1:${port}/`;
    await worker.handled(send(sandbox, url, 1));
    await worker.moreCalls(1);
    options.progress('everything works; frozen now');

    child.kill('SIGSTOP');
    const failuresBefore = worker.failures.length;
    const tokensBefore = sandbox.requests({ operation: 'auth.token' }).length;
    const expected = send(sandbox, url, EVENTS);
    await sleep(frozenMs);
    options.progress('goes on');
    child.kill('SIGCONT');
    const continued = performance.now();
    const seconds = (): number => Math.round((performance.now() - continued) / 100) / 10;
    const times = await Promise.all([
      worker.handled({ consumer: expected.consumer }).then(seconds),
      worker.handled({ feed: expected.feed }).then(seconds),
      worker.handled({ receiver: expected.receiver }).then(seconds),
      worker.moreCalls(5).then(seconds),
    ]);
    // And what comes now.
    await worker.handled(send(sandbox, url, 1));
    const tokens = sandbox.requests({ operation: 'auth.token' }).length - tokensBefore;
    const failures = worker.failures.slice(failuresBefore);
    child.send('stop');
    // Boundary: what Node.js tells of an exit.
    const [code] = (await once(child, 'exit')) as [number | null];
    const twice = worker.repeated('receiver');
    return {
      rows: [
        row('consumer', EVENTS, times[0], worker.repeated('consumer'), 0),
        row('feed', EVENTS, times[1], worker.repeated('feed'), 0),
        row('receiver', EVENTS, times[2], twice, 0),
        row('tokens: the first five calls', 5, times[3], 0, failures.length),
      ],
      missed: [
        ...(twice > 0 ? [`${twice} webhooks were handled twice.`] : []),
        ...(failures.length > 1
          ? [`${failures.length} calls failed, the last with ${failures.at(-1)}.`]
          : []),
        ...(tokens === 0 ? ['No token was fetched anew.'] : []),
        ...(code === 0 ? [] : [`The process ended with ${code}.`]),
      ],
    };
  } finally {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  }
}

function row(
  part: string,
  count: number,
  seconds: number,
  again: number,
  failed: number,
): Evidence['rows'][number] {
  return {
    part,
    'came meanwhile': count,
    'all handled, s after SIGCONT': seconds,
    'handled again': again,
    'failed calls': failed,
  };
}

type Ids = Partial<Record<Part, readonly string[]>>;

/** Publishes events and sends webhooks; their ids. */
function send(sandbox: Sandbox, url: string, count: number): Required<Omit<Ids, 'tokens'>> {
  const all = Array.from({ length: count });
  return {
    consumer: all.map(() => sandbox.astral.publish({ code: 'stall' }).id),
    feed: sandbox.reestro.addEvents(count).map(({ eventId }) => eventId),
    receiver: all.flatMap(() => {
      const { targets, done } = sandbox.asna.startWebhook('stocks_full', { url });
      // What becomes of each try is of no interest: the receiver says what it has handled.
      done.catch(() => undefined);
      return targets.map(({ messageId }) => messageId);
    }),
  };
}

/** What the process has said. */
class Heard {
  readonly port: Promise<number>;
  readonly failures: string[] = [];
  readonly #times = new Map<string, number>();
  #calls = 0;

  constructor(child: ChildProcess) {
    const port = Promise.withResolvers<number>();
    this.port = port.promise;
    child.on('message', (message) => {
      // Boundary: our own process sent it.
      const said = message as Said;
      if ('port' in said) port.resolve(said.port);
      else if ('failed' in said) this.failures.push(said.error);
      else {
        const key = `${said.part} ${said.id}`;
        this.#times.set(key, (this.#times.get(key) ?? 0) + 1);
        if (said.part === 'tokens') this.#calls += 1;
      }
    });
    child.once('exit', (code) => port.reject(new Error(`The process ended with ${code}.`)));
  }

  /** Resolves when all of it has been handled. */
  async handled(ids: Ids): Promise<void> {
    const keys = Object.entries(ids).flatMap(([part, list]) => list.map((id) => `${part} ${id}`));
    await this.#until(
      () => keys.every((key) => this.#times.has(key)),
      () => `not handled: ${keys.filter((key) => !this.#times.has(key)).join(', ')}`,
    );
  }

  /** Resolves when so many more calls have succeeded. */
  async moreCalls(count: number): Promise<void> {
    const wanted = this.#calls + count;
    await this.#until(
      () => this.#calls >= wanted,
      () => `calls do not succeed: ${this.failures.at(-1)}`,
    );
  }

  /** How many were handled more than once. */
  repeated(part: Part): number {
    return [...this.#times].filter(([key, times]) => key.startsWith(`${part} `) && times > 1).length;
  }

  async #until(holds: () => boolean, why: () => string): Promise<void> {
    for (const end = performance.now() + PATIENCE_MS; !holds(); await sleep(20))
      if (performance.now() > end) throw new Error(`After ${PATIENCE_MS} ms ${why()}`);
  }
}
