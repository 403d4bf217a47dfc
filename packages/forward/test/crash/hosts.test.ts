import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '@partner-apis/sandbox';
import { expect, onTestFinished, test } from 'vitest';
import { installed, startPostgres, startRedis } from '../support/servers.ts';
import { engines } from './engines.ts';
import { canMakeHosts, type Host, makeHost } from './hosts.ts';
import { Mortal, wait } from './mortal.ts';

// `FORWARD_THROUGHPUT=2000` also measures how long so many events take with 1, 2 and 4 workers: the table of docs/scaling.md.
const { FORWARD_THROUGHPUT } = process.env;
const namespaces = canMakeHosts();

async function notesFile(): Promise<{ notes: string; handled: () => string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'hosts-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const notes = join(folder, 'handled');
  writeFileSync(notes, '');
  return { notes, handled: () => readFileSync(notes, 'utf8').split('\n').slice(0, -1) };
}

/** Two forwarders and three workers on two hosts, or in processes of this one where there can be none. */
async function cluster(hosts: readonly [Host, Host] | undefined) {
  const { notes, handled } = await notesFile();
  const server = await startRedis('--bind', '0.0.0.0', '--protected-mode', 'no');
  const sandbox = createSandbox();
  const { urls, credentials } = await sandbox.listen({ host: hosts === undefined ? '127.0.0.1' : '0.0.0.0' });
  const { apiKey } = credentials.astral;
  const seenFrom = (host: Host | undefined, url: string): string => {
    const { protocol, port } = new URL(url);
    return `${protocol}//${host?.address ?? '127.0.0.1'}:${port}`;
  };
  const on = (host: Host | undefined, role: 'forwarder' | 'worker'): Mortal => {
    const redis = seenFrom(host, server.url);
    const rest = role === 'worker' ? [notes] : [seenFrom(host, urls.astral), apiKey, 'shared'];
    return new Mortal([role, 'bullmq', redis, ...rest], host?.on);
  };
  const one = [on(hosts?.[0], 'forwarder'), on(hosts?.[0], 'worker')];
  const two = [on(hosts?.[1], 'forwarder'), on(hosts?.[1], 'worker'), on(hosts?.[1], 'worker')];
  onTestFinished(async () => {
    await Promise.all([...one, ...two].map((each) => each.kill()));
    await server.close();
    await sandbox.close();
    for (const host of hosts ?? []) host.remove();
  });
  await Promise.all([...one, ...two].map((each) => each.start()));
  await Promise.all([...one, ...two].map((each) => each.ready));
  return { sandbox, server, handled, one, two };
}

/** Publishes, cuts off, joins again; the events that were lost, and those that the engine has twice. */
async function cutOff(
  hosts: readonly [Host, Host] | undefined,
): Promise<{ lost: string[]; doubled: string[] }> {
  const { sandbox, server, handled, one, two } = await cluster(hosts);
  const published: string[] = [];
  const publish = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      published.push(sandbox.astral.publish({ code: 'a', data: { n } }).id);
      await wait(5);
    }
  };
  await publish(50);
  if (hosts === undefined) for (const each of one) each.signal('SIGSTOP');
  else hosts[0].cut();
  await publish(100);
  await wait(3_000);
  if (hosts === undefined) for (const each of one) each.signal('SIGCONT');
  else hosts[0].join();
  await publish(50);
  await expect.poll(() => sandbox.astral.confirmed().length, { timeout: 60_000 }).toBe(200);
  const missing = () => published.filter((id) => !new Set(handled()).has(id));
  await expect.poll(missing, { timeout: 60_000, interval: 200 }).toEqual([]);
  const jobs = await engines.bullmq.jobs?.(server.url);
  expect([...one, ...two].flatMap(({ faults }) => faults)).toEqual([]);
  process.stderr.write(`HOSTS: 200 events, 0 lost, ${handled().length - 200} handled again\n`);
  const doubled = (jobs ?? []).filter((id, at, all) => all.indexOf(id) !== at);
  return { lost: published.filter((id) => jobs?.includes(id) !== true), doubled };
}

test.skipIf(!installed.redis || !namespaces)(
  'of two hosts one is cut off and comes back: nothing is lost, and nothing doubled in the engine',
  { timeout: 180_000 },
  async () => expect(await cutOff([makeHost(1), makeHost(2)])).toEqual({ lost: [], doubled: [] }),
);

test.skipIf(!installed.redis)(
  'of two forwarders and three workers some hang and go on: nothing is lost, and nothing doubled in the engine',
  { timeout: 180_000 },
  async () => expect(await cutOff(undefined)).toEqual({ lost: [], doubled: [] }),
);

const measured = [
  ['bullmq', installed.redis, startRedis],
  ['pg-boss', installed.postgres, startPostgres],
] as const;
for (const [engine, there, start] of measured) {
  test.skipIf(!there || FORWARD_THROUGHPUT === undefined).each([1, 2, 4])(
    `throughput of ${engine} with %i workers`,
    { timeout: 600_000 },
    async (count) => {
      const events = Number(FORWARD_THROUGHPUT);
      const { notes, handled } = await notesFile();
      const server = await start();
      const sandbox = createSandbox();
      const { urls, credentials } = await sandbox.listen();
      const forwarder = new Mortal(['forwarder', engine, server.url, urls.astral, credentials.astral.apiKey]);
      const workers = Array.from(
        { length: count },
        () => new Mortal(['worker', engine, server.url, notes, '20']),
      );
      onTestFinished(async () => {
        await Promise.all([forwarder, ...workers].map((each) => each.kill()));
        await server.close();
        await sandbox.close();
      });
      for (let n = 0; n < events; n += 1) sandbox.astral.publish({ code: 'a', data: { n } });
      await forwarder.start();
      await forwarder.ready;
      const began = performance.now();
      await expect
        .poll(() => sandbox.astral.confirmed().length, { timeout: 300_000, interval: 20 })
        .toBe(events);
      const forwarded = performance.now() - began;
      await Promise.all(workers.map((worker) => worker.start()));
      await Promise.all(workers.map((worker) => worker.ready));
      const first = handled().length;
      const from = performance.now();
      await expect
        .poll(() => handled().length, { timeout: 300_000, interval: 20 })
        .toBeGreaterThanOrEqual(events);
      const perSecond = (n: number, ms: number): string => (n / (ms / 1_000)).toFixed(0);
      process.stderr.write(
        `THROUGHPUT ${engine}: ${count} workers, ${perSecond(events - first, performance.now() - from)} handled/s, ` +
          `${perSecond(events, forwarded)} handed over/s\n`,
      );
      expect(new Set(handled()).size).toBe(events);
    },
  );
}
