import { isTimeoutError } from '@partner-apis/core';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from '../machine/program.ts';
import type { Stage } from './stage.ts';
import type { Tunnel } from './tunnel.ts';

/** Both ends of a tunnel that works. */
export interface Ends {
  readonly tunnel: Tunnel;
  readonly local: Program;
  readonly remote: Program;
}

/** What a call ended with, and what was found afterwards that must not be. */
export interface Cut {
  readonly error: unknown;
  /** What is not as it should be, a sentence each. */
  readonly wrong: readonly string[];
  /** What was looked at afterwards. */
  readonly after: string;
}

/** Which end breaks. */
export type End = 'local' | 'remote';

/** A way in which a tunnel breaks while something goes through it. */
export interface CutCase {
  readonly what: (end: End) => string;
  /** Which ends are tried. */
  readonly ends: readonly End[];
  readonly run: (stage: Stage, ends: Ends, end: End) => Promise<Cut>;
  /** Words of the error: its message, reason or phase, and hint. */
  readonly expected: RegExp;
}

const NAMES: Readonly<Record<End, string>> = { local: 'stunnel', remote: 'the far side' };
const BROKEN =
  /ConnectionError (ECONNRESET|UND_ERR_SOCKET|EPIPE) The tunnel broke while the request was under way/;
const MAYBE = 'may have been carried out';

/** What breaks sooner may look like a tunnel that refused the connection. Milliseconds. */
const UNDER_WAY_MS = 1_500;

/** Big enough that some of it is still on its way when the tunnel breaks. Bytes. */
const BIG = 48 << 20;

export const cuts: readonly CutCase[] = [
  {
    what: (end) => `${NAMES[end]} killed in mid-poll`,
    ends: ['local', 'remote'],
    expected: BROKEN,
    async run(stage, ends, end) {
      const astral = stage.client({ baseUrl: ends.tunnel.url });
      const error = caught(astral.events.poll({ timeout: 30 }));
      await sleep(UNDER_WAY_MS);
      await ends[end].crash();
      return { error: await error, wrong: [], after: '' };
    },
  },
  {
    what: (end) => `${NAMES[end]} killed in mid-upload`,
    ends: ['local', 'remote'],
    expected: BROKEN,
    async run(stage, ends, end) {
      const astral = stage.client({ baseUrl: ends.tunnel.url });
      const half = Promise.withResolvers<void>();
      const killed = Promise.withResolvers<void>();
      async function* source(): AsyncGenerator<Uint8Array> {
        yield randomBytes(1 << 20);
        half.resolve();
        await killed.promise;
        for (let sent = 1; sent < 32; sent += 1) yield randomBytes(1 << 20);
      }
      const error = caught(astral.packets.upload([{ name: 'big.bin', data: source, size: 32 << 20 }]));
      await half.promise;
      await sleep(UNDER_WAY_MS);
      await ends[end].crash();
      killed.resolve();
      const uploads = () => stage.sandbox.requests({ operation: 'packets.upload' }).length;
      const packets = stage.sandbox.astral.packets().length;
      const said = await error;
      return {
        error: said,
        after: `${packets} packets, ${uploads()} requests`,
        wrong: [
          ...(packets === 0 ? [] : ['half an upload became a packet']),
          ...(uploads() <= 1 ? [] : ['the upload was sent again']),
          ...(String(said).includes('so it was not carried out') ? [] : [`the error says ${String(said)}`]),
        ],
      };
    },
  },
  {
    what: (end) => `${NAMES[end]} killed in mid-download`,
    ends: ['local', 'remote'],
    expected: /ArchiveError truncated The tunnel broke while the request was under way/,
    async run(stage, ends, end) {
      const astral = stage.client({ baseUrl: ends.tunnel.url });
      const packet = await stage.sandbox.astral.addPacket([{ name: 'big.bin', data: randomBytes(BIG) }], {
        owner: stage.sandbox.astral.participant().id,
      });
      const folder = stage.machine.path(`extracted-${ends.tunnel.algorithms}-${end}`);
      const begun = Promise.withResolvers<void>();
      const error = caught(astral.packets.extract(packet.id, folder, { onProgress: () => begun.resolve() }));
      await begun.promise;
      await ends[end].crash();
      const said = await error;
      const left = await readdir(folder).catch(() => []);
      return {
        error: said,
        after: `${left.length} files in the folder`,
        wrong: left.length === 0 ? [] : [`the folder holds ${left.join(', ')}`],
      };
    },
  },
  {
    what: () => 'the far side frozen, thawed after the publication timed out',
    ends: ['remote'],
    expected: /TimeoutError.*headers.*stayed silent/s,
    async run(stage, { tunnel, remote }) {
      const astral = stage.client({ baseUrl: tunnel.url, timeouts: { headersMs: 2_000 } });
      await astral.ping();
      remote.freeze();
      const error = await caught(astral.events.publish({ code: 'late', consumer: ['else'], data: {} }));
      const before = stage.sandbox.astral.events().length;
      remote.thaw();
      for (let waited = 0; stage.sandbox.astral.events().length === before && waited < 100; waited += 1)
        await sleep(20);
      const arrived = stage.sandbox.astral.events().length;
      return {
        error,
        after:
          arrived === 1 ? 'the event did arrive after the thaw' : 'the event did not arrive after the thaw',
        wrong: [
          ...(before === 0 ? [] : ['the event arrived through a frozen tunnel']),
          ...(arrived <= 1 ? [] : [`${arrived} events arrived`]),
          ...(String(error).includes(MAYBE)
            ? []
            : ['the error does not say that it may have been carried out']),
          ...(isTimeoutError(error) && error.neverSent ? ['neverSent is true'] : []),
        ],
      };
    },
  },
];

/** Polls are held for longer than the tunnel lets a connection rest. */
export const idleCut: CutCase = {
  what: () => 'TIMEOUTidle of 6 s under a poll of 10 s',
  ends: ['local', 'remote'],
  expected:
    /ConnectionError.*(ECONNRESET|UND_ERR_SOCKET).*lived [67] s without a byte.*idle limit on the way/s,
  async run(stage, { tunnel }) {
    const astral = stage.client({ baseUrl: tunnel.url });
    return { error: await caught(astral.events.poll({ timeout: 10 })), wrong: [], after: '' };
  },
};

function caught(call: PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve(call).then(
    () => undefined,
    (error: unknown) => error,
  );
}
