import { createHash, randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, Evidence, RunOptions } from '../claim.ts';
import { missedIn, shown, WatchedConsumer } from '../consuming/watched-consumer.ts';
import type { Algorithms } from '../machine/certificates.ts';
import { algorithmsHere, remark, Stage } from './stage.ts';

/** How much is done. */
const AMOUNT = {
  full: { events: 200, bytes: 40 << 20, pollSeconds: 30, consumerMs: 120_000 },
  short: { events: 20, bytes: 4 << 20, pollSeconds: 10, consumerMs: 6_000 },
};

export const tunnelWork: Claim = {
  id: 'tunnel-work',
  holds: 'All that the Astral client does goes through a real GOST tunnel.',
  how: 'Two processes of stunnel between client and sandbox, certificates on both sides. Events are published, a poll is held to its end, another gets an event in its middle, a file goes up and comes back as an archive with its SHA-256 compared, and a consumer handles events for minutes.',
  short: true,
  needs: ['stunnel', 'openssl'],
  async run(options): Promise<Evidence> {
    const engine = await remark();
    const told = await Promise.all((await algorithmsHere()).map((one) => work(one, engine, options)));
    return { rows: told.flatMap(({ rows }) => rows), missed: told.flatMap(({ missed }) => missed) };
  },
};

async function work(algorithms: Algorithms, engine: string, options: RunOptions): Promise<Evidence> {
  const amount = options.short ? AMOUNT.short : AMOUNT.full;
  await using stage = await Stage.make(algorithms);
  const tunnel = await stage.tunnel();
  await tunnel.remote();
  const local = await tunnel.local();
  const { sandbox } = stage;
  const astral = stage.client({ baseUrl: tunnel.url });
  const rows: Evidence['rows'][number][] = [];
  const missed: string[] = [];
  const did = (what: string, measured: string, right: boolean): void => {
    options.progress(`${algorithms}: ${what}: ${measured}`);
    rows.push({ certificates: algorithms + engine, work: what, measured });
    if (!right) missed.push(`${algorithms}, ${what}: ${measured}.`);
  };

  const ping = await astral.ping();
  did('ping()', ping.ok ? 'ok' : (ping.hint ?? ''), ping.ok);

  const drafts = Array.from({ length: amount.events }, (_, n) => ({
    code: 'mine',
    consumer: ['else'],
    data: { n },
  }));
  await astral.events.publish(drafts);
  const arrived = sandbox.astral.events().length;
  did(`publish ${amount.events} events in one call`, `${arrived} arrived`, arrived === amount.events);

  const started = performance.now();
  const none = await astral.events.poll({ timeout: amount.pollSeconds });
  const held = (performance.now() - started) / 1_000;
  did(
    `hold a poll of ${amount.pollSeconds} s to its end`,
    `${none.length} events after ${held.toFixed(1)} s`,
    none.length === 0 && held >= amount.pollSeconds - 0.5,
  );

  const waiting = Promise.resolve(astral.events.poll({ timeout: amount.pollSeconds }));
  await sleep((amount.pollSeconds * 1_000) / 4);
  const published = sandbox.astral.publish({ code: 'once' });
  const sentAt = performance.now();
  const [got] = await waiting;
  const late = Math.round(performance.now() - sentAt);
  await astral.events.confirm(published.id);
  did('get an event in the middle of a poll', `after ${late} ms`, got?.id === published.id);

  const data = randomBytes(amount.bytes);
  const packet = await astral.packets.upload([
    { name: 'Договор.bin', data },
    { name: 'Опись.txt', data: 'Договор — 1 шт.' },
  ]);
  const [file, list] = packet.files;
  const hash = createHash('sha256');
  let words = '';
  await using archive = await astral.packets.download(packet.id);
  for await (const entry of archive) {
    if (entry.fileId === file?.id) await pipeline(entry.stream(), hash);
    else if (entry.fileId === list?.id) words = await text(entry.stream());
  }
  const same =
    hash.digest('hex') === createHash('sha256').update(data).digest('hex') && words === 'Договор — 1 шт.';
  did(
    `upload ${amount.bytes >> 20} MiB, download the archive`,
    same ? 'SHA-256 is the same' : 'other bytes came back',
    same,
  );

  const consumer = new WatchedConsumer(sandbox, astral).start();
  await consumer.feed(amount.consumerMs, 50);
  const count = await consumer.finish(10_000);
  const minutes = `run a consumer for ${amount.consumerMs / 1_000} s`;
  did(minutes, shown(count), true);
  missed.push(...missedIn(`${algorithms}, ${minutes}`, count, 'never'));

  const cipher = /TLSv[\d.]+ ciphersuite: \S+/.exec(local.output)?.[0] ?? '';
  did('cipher, by the log of stunnel', cipher, algorithms === 'ec' || cipher.includes('GOST'));
  return { rows, missed };
}
