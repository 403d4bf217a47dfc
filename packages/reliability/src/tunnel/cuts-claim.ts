import { isArchiveError } from '@partner-apis/astral';
import { isConnectionError, isPartnerApiError, isTimeoutError } from '@partner-apis/core';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, Evidence, RunOptions } from '../claim.ts';
import { missedIn, shown, WatchedConsumer } from '../consuming/watched-consumer.ts';
import type { Algorithms } from '../machine/certificates.ts';
import { cuts, type CutCase, type Ends, idleCut } from './cuts.ts';
import { algorithmsHere, remark, Stage } from './stage.ts';

export const tunnelCuts: Claim = {
  id: 'tunnel-cuts',
  holds:
    'A tunnel that breaks under a poll, an upload, a download or a consumer costs no event, makes no second packet and leaves no half of a file.',
  how: 'Processes of stunnel are killed (SIGKILL), frozen (SIGSTOP) and given idle limits shorter than a poll while something goes through them. The consumer gets an event every 50 ms while one end after the other is killed and started again, and meets an idle limit of 12 s with the ladder it has by default.',
  short: true,
  needs: ['stunnel', 'openssl'],
  async run(options): Promise<Evidence> {
    const engine = await remark();
    const tried: Promise<Evidence>[] = (await algorithmsHere()).flatMap((one) => [
      cutAll(one, engine, options),
      restarts(one, engine, options),
    ]);
    const [first = 'ec'] = await algorithmsHere();
    tried.push(idleLimit(first, engine, options));
    const told = await Promise.all(tried);
    return { rows: told.flatMap(({ rows }) => rows), missed: told.flatMap(({ missed }) => missed) };
  },
};

async function cutAll(algorithms: Algorithms, engine: string, options: RunOptions): Promise<Evidence> {
  const rows: Evidence['rows'][number][] = [];
  const missed: string[] = [];
  await using stage = await Stage.make(algorithms);
  for (const one of [...cuts, idleCut])
    for (const end of one.ends) {
      await stage.sandbox.reset();
      const { error, after, wrong } = await one.run(stage, await running(stage, one, end), end);
      const said = summary(error);
      const what =
        one.what(end) + (one === idleCut ? ` (${end === 'local' ? 'this side' : 'far side'})` : '');
      options.progress(`${algorithms}: ${what}: ${said.error} ${said.reason}`);
      rows.push({ 'what breaks': what, certificates: algorithms + engine, ...said, afterwards: after });
      const words = `${said.error} ${said.reason} ${said.hint}`;
      if (!one.expected.test(words)) missed.push(`${algorithms}, ${what}: ${words}.`);
      missed.push(...wrong.map((sentence) => `${algorithms}, ${what}: ${sentence}.`));
    }
  return { rows, missed };
}

async function running(stage: Stage, one: CutCase, end: 'local' | 'remote'): Promise<Ends> {
  const tunnel = await stage.tunnel();
  const idle = (which: 'local' | 'remote') => (one === idleCut && which === end ? { TIMEOUTidle: '6' } : {});
  return { tunnel, remote: await tunnel.remote(idle('remote')), local: await tunnel.local(idle('local')) };
}

/** A consumer at work while one end after the other is killed and started again. */
async function restarts(algorithms: Algorithms, engine: string, options: RunOptions): Promise<Evidence> {
  const rounds = options.short ? 4 : 20;
  await using stage = await Stage.make(algorithms);
  const tunnel = await stage.tunnel();
  let [remote, local] = [await tunnel.remote(), await tunnel.local()];
  const astral = stage.client({ baseUrl: tunnel.url });
  const consumer = new WatchedConsumer(stage.sandbox, astral, { poll: { ladder: [30, 10] } }).start();
  for (let round = 0; round < rounds; round += 1) {
    await consumer.feed(1_500, 50);
    if (round % 2 === 0) {
      await local.crash();
      await consumer.feed(500, 50);
      local = await tunnel.local();
    } else {
      await remote.crash();
      await consumer.feed(500, 50);
      remote = await tunnel.remote();
    }
  }
  await consumer.feed(1_000, 50);
  const count = await consumer.finish(60_000);
  const what = `${rounds} kills under a consumer, each end in turn`;
  options.progress(`${algorithms}: ${what}: ${shown(count)}`);
  return {
    rows: [row(what, algorithms + engine, shown(count))],
    missed: missedIn(`${algorithms}, ${what}`, count, 'sometimes'),
  };
}

/** A consumer with its own ladder behind an idle limit: it must find a poll that fits within three steps. */
async function idleLimit(algorithms: Algorithms, engine: string, options: RunOptions): Promise<Evidence> {
  await using stage = await Stage.make(algorithms);
  const tunnel = await stage.tunnel();
  await tunnel.remote();
  await tunnel.local({ TIMEOUTidle: '12' });
  const consumer = new WatchedConsumer(stage.sandbox, stage.client({ baseUrl: tunnel.url })).start();
  const began = performance.now();
  while (performance.now() - began < 90_000 && !consumer.polls.some(({ outcome }) => outcome === 'answered'))
    await sleep(100);
  await consumer.feed(1_000, 50);
  const count = await consumer.finish(15_000);
  const died = consumer.polls.filter(({ outcome }) => outcome === 'failed').length;
  const what = 'TIMEOUTidle of 12 s under a consumer';
  const measured = `polls of ${[600, ...consumer.ladder].join(', ')} s, ${died} died; ${shown(count)}`;
  options.progress(`${algorithms}: ${what}: ${measured}`);
  return {
    rows: [row(what, algorithms + engine, measured)],
    missed: [
      ...missedIn(`${algorithms}, ${what}`, count, 'sometimes'),
      ...(died <= 3 && died > 0 && consumer.ladder.at(-1) === 10
        ? []
        : [`${algorithms}, ${what}: ${measured}.`]),
    ],
  };
}

function summary(error: unknown): { error: string; reason: string; hint: string } {
  const named = isConnectionError(error) || isArchiveError(error);
  const reason = named ? error.reason : isTimeoutError(error) ? error.phase : '';
  return isPartnerApiError(error)
    ? { error: error.name, reason, hint: error.hint ?? '' }
    : { error: String(error), reason, hint: '' };
}

function row(what: string, certificates: string, afterwards: string): Evidence['rows'][number] {
  return { 'what breaks': what, certificates, error: '', reason: '', hint: '', afterwards };
}
