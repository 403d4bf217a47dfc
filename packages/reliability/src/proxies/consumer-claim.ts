import { setTimeout as sleep } from 'node:timers/promises';
import type { AstralClient } from '@partner-apis/astral';
import type { Claim, Evidence, RunOptions } from '../claim.ts';
import { missedIn, shown, WatchedConsumer } from '../consuming/watched-consumer.ts';
import { Front, HOST } from './front.ts';
import { haproxy } from './haproxy.ts';
import { squid } from './squid.ts';

/** Read time-out of the proxies, in seconds. */
const WAIT = { full: 20, short: 12 };

export const proxyConsumer: Claim = {
  id: 'proxy-consumer',
  holds:
    'A consumer behind a proxy with a short read time-out finds a poll that fits within three steps, and a proxy that is reloaded under a held poll costs no event.',
  how: 'nginx, HAProxy, and squid with and without CONNECT, with a read time-out of 20 s (12 s in the short form) under the default ladder that begins with 600 s. nginx and HAProxy are reloaded every two seconds, with a second for connections under way, while events are published every 50 ms.',
  short: true,
  needs: ['nginx', 'haproxy', 'squid', 'openssl'],
  async run(options): Promise<Evidence> {
    const seconds = options.short ? WAIT.short : WAIT.full;
    const ways: readonly (readonly [string, (front: Front) => Promise<AstralClient>])[] = [
      [
        'nginx',
        async (front) => front.client((await front.nginx({ server: `proxy_read_timeout ${seconds}s;` })).url),
      ],
      [
        'HAProxy',
        async (front) =>
          front.client(
            (await haproxy(front.stage.machine, { upstream: front.platform, wait: `${seconds}s` })).url,
          ),
      ],
      ['squid', async (front) => front.client(front.platform, { proxy: await patient(front, seconds) })],
      [
        'squid, CONNECT',
        async (front) => {
          const proxy = await patient(front, seconds);
          return front.client(await front.tls(), { proxy, tls: { ca: front.ca } });
        },
      ],
    ];
    const told = await Promise.all([
      ...ways.map(([name, up]) => readTimeout(name, seconds, up, options)),
      reloads('nginx', options, async (front) => {
        const { url, program } = await front.nginx();
        return { url, reload: async () => program.signal('SIGHUP') };
      }),
      reloads('HAProxy', options, async (front) => {
        const { machine } = front.stage;
        const upstream = front.platform;
        const first = await haproxy(machine, { upstream });
        let { pid } = first.program;
        const reload = async (): Promise<void> => {
          const { program } = await haproxy(machine, { upstream, port: first.port, instead: pid });
          ({ pid } = program);
        };
        return { url: first.url, reload };
      }),
    ]);
    return { rows: told.flatMap(({ rows }) => rows), missed: told.flatMap(({ missed }) => missed) };
  },
};

async function patient(front: Front, seconds: number): Promise<URL> {
  const lines = [`read_timeout ${seconds} seconds`];
  return new URL((await squid(front.stage.machine, { hosts: [HOST], lines })).url);
}

async function readTimeout(
  name: string,
  seconds: number,
  up: (front: Front) => Promise<AstralClient>,
  options: RunOptions,
): Promise<Evidence> {
  await using front = await Front.make();
  const consumer = new WatchedConsumer(front.stage.sandbox, await up(front)).start();
  const began = performance.now();
  while (performance.now() - began < 120_000 && !consumer.polls.some((poll) => lasted(poll)))
    await sleep(100);
  await consumer.feed(2_000, 50);
  const count = await consumer.finish(20_000);
  const short = consumer.polls.findIndex((poll) => lasted(poll));
  const polls = [600, ...consumer.ladder];
  const what = `${name}: read time-out of ${seconds} s`;
  options.progress(`${what}: polls of ${polls.join(', ')} s; ${shown(count)}`);
  return {
    rows: [
      { 'on the way': what, 'polls, s': polls.join(', '), 'polls that died': short, events: shown(count) },
    ],
    missed: [
      ...missedIn(what, count, 'sometimes'),
      ...(short > 0 && short <= 3 && polls.at(-1) === 10 ? [] : [`${what}: polls of ${polls.join(', ')} s.`]),
    ],
  };
}

/** A poll that was held for its time and answered by the platform. */
function lasted({ outcome, timeout, seconds }: WatchedConsumer['polls'][number]): boolean {
  return outcome === 'answered' && seconds >= timeout - 1;
}

async function reloads(
  name: string,
  options: RunOptions,
  up: (front: Front) => Promise<{ url: string; reload: () => Promise<void> }>,
): Promise<Evidence> {
  const rounds = options.short ? 5 : 30;
  await using front = await Front.make();
  const { url, reload } = await up(front);
  const consumer = new WatchedConsumer(front.stage.sandbox, front.client(url)).start();
  for (let round = 0; round < rounds; round += 1) {
    await consumer.feed(1_000, 50);
    // A poll is held by the proxy's old process now.
    await sleep(500);
    await reload();
    await consumer.feed(500, 50);
  }
  const count = await consumer.finish(30_000);
  const what = `${name}: ${rounds} reloads`;
  const died = consumer.polls.filter(({ outcome }) => outcome === 'failed').length;
  options.progress(`${what}: ${died} polls died; ${shown(count)}`);
  return {
    rows: [{ 'on the way': what, 'polls, s': '', 'polls that died': died, events: shown(count) }],
    missed: missedIn(what, count, 'sometimes'),
  };
}
