import { isConnectionError, isTimeoutError } from '@partner-apis/core';
import type { Claim, Evidence, RunOptions } from '../claim.ts';
import type { Algorithms } from '../machine/certificates.ts';
import { explainLog } from './explain-log.ts';
import { failures, type TunnelFailure } from './failures.ts';
import { algorithmsHere, remark, Stage } from './stage.ts';

/** What was said of a failure. */
interface Said {
  readonly error: string;
  readonly reason: string;
  readonly hint: string;
  readonly neverSent: boolean;
  readonly ping: string;
  readonly log: string;
  /** Publications that reached the platform. */
  readonly arrived: number;
}

export const tunnelFailures: Claim = {
  id: 'tunnel-failures',
  holds:
    'A tunnel to Astral.Platform that does not work is told from one that does, with what to do about it.',
  how: 'Two processes of stunnel with certificates on both sides, GOST R 34.10-2012 and curves of NIST. In each of the failures an event is published, `ping()` is asked, and the log is given to `partner-apis stunnel explain`. Counted are the events that reached the sandbox.',
  short: true,
  needs: ['stunnel', 'openssl'],
  async run(options): Promise<Evidence> {
    const engine = await remark();
    const told = await Promise.all((await algorithmsHere()).map((one) => meetAll(one, engine, options)));
    return {
      rows: merged(told.flatMap(({ rows }) => rows)),
      missed: told.flatMap(({ missed }) => missed),
    };
  },
};

async function meetAll(algorithms: Algorithms, engine: string, options: RunOptions): Promise<Evidence> {
  const rows: Evidence['rows'][number][] = [];
  const missed: string[] = [];
  await using stage = await Stage.make(algorithms);
  for (const failure of failures) {
    const said = await meet(stage, failure);
    options.progress(`${algorithms}: ${failure.what}: ${said.error} ${said.reason}`);
    missed.push(...wrong(failure, said).map((what) => `${algorithms}, ${failure.what}: ${what}.`));
    rows.push(row(algorithms + engine, failure.what, said));
  }
  return { rows, missed };
}

async function meet(stage: Stage, failure: TunnelFailure): Promise<Said> {
  const tunnel = await stage.tunnel();
  const local = await failure.up(tunnel, stage);
  const baseUrl = failure.scheme === undefined ? tunnel.url : tunnel.url.replace(/^http:/, failure.scheme);
  const astral = stage.client({ baseUrl, timeouts: { headersMs: 1_500 } });
  const before = stage.sandbox.astral.events().length;
  const error: unknown = await astral.events.publish({ code: 'try', consumer: ['partner'], data: {} }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const arrived = stage.sandbox.astral.events().length - before;
  // stunnel writes of the end of a connection a moment after the client has seen it.
  if (failure.expected.log !== undefined) await local?.says(/LOG5.*: Connection [a-z/]+: /);
  const log = local === undefined ? '' : await explainLog(stage.machine, local.output);
  const ping = await astral.ping({ timeouts: { attemptMs: 2_000 } });
  await astral.close();
  const known = isConnectionError(error) || isTimeoutError(error) ? error : undefined;
  return {
    error: known?.name ?? String(error),
    reason: isConnectionError(error) ? error.reason : isTimeoutError(error) ? error.phase : '',
    hint: known?.hint ?? '',
    neverSent: known?.neverSent ?? false,
    ping: ping.ok ? 'ok' : ping.tunnel,
    log,
    arrived,
  };
}

function wrong({ expected }: TunnelFailure, said: Said): string[] {
  const asked: readonly (readonly [boolean, string])[] = [
    [said.error === expected.error, `the error is ${said.error}`],
    [expected.reason.includes(said.reason), `the reason is ${said.reason}`],
    [expected.hint.test(said.hint), `the hint is "${said.hint}"`],
    [said.neverSent === expected.neverSent, `neverSent is ${said.neverSent}`],
    [said.ping === expected.ping, `ping() says ${said.ping}`],
    [expected.log?.test(said.log) ?? true, `the log is explained with "${said.log}"`],
    [said.arrived === 0, `${said.arrived} events arrived`],
  ];
  return asked.filter(([right]) => !right).map(([, what]) => what);
}

function row(algorithms: string, what: string, said: Said): Evidence['rows'][number] {
  return {
    'what is wrong': what,
    certificates: algorithms,
    error: said.error,
    'reason or phase': said.reason,
    'nothing was sent': said.neverSent ? 'yes' : 'not known',
    'ping() says the tunnel is': said.ping,
    hint: said.hint,
    'stunnel explain': said.log.startsWith('The log holds no') ? '' : (/^[^.]*\./.exec(said.log)?.[0] ?? ''),
  };
}

/** Rows that differ in their certificates only become one. */
function merged(rows: Evidence['rows']): Evidence['rows'] {
  const known = new Map<string, Evidence['rows'][number]>();
  for (const one of rows) {
    const key = JSON.stringify({ ...one, certificates: '' });
    const same = known.get(key);
    known.set(
      key,
      same === undefined ? one : { ...same, certificates: `${same['certificates']}, ${one['certificates']}` },
    );
  }
  return [...known.values()].toSorted(
    (one, other) =>
      failures.findIndex(({ what }) => what === one['what is wrong']) -
      failures.findIndex(({ what }) => what === other['what is wrong']),
  );
}
