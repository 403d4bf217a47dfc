import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchTransport, isPartnerApiError, type Transport, undiciTransport } from '@partner-apis/core';
import type { Claim } from '../claim.ts';
import { clientsOf, closeAll } from '../vendors/world.ts';
import type { HostileCase } from './cases.ts';
import { STORE } from './calls.ts';
import { contents } from './contents.ts';
import { endless } from './endless.ts';
import { injected, injections } from './injection.ts';
import { ELSEWHERE, misleading } from './misleading.ts';
import { type HostileServer, hostileServer } from './peer.ts';
import { watchingMemory } from './memory.ts';

const MIB = 1_048_576;
/** Limits of every client here, in milliseconds: a call is over within the last of them. */
const LIMITS = { connectMs: 1_000, headersMs: 1_000, idleMs: 1_000, attemptMs: 2_500, deadlineMs: 4_000 };
/** What a busy machine adds to that. */
const GRACE_MS = 8_000;

const transports = { undici: undiciTransport, fetch: fetchTransport } as const;

const groups: readonly (readonly [name: string, cases: readonly HostileCase[]])[] = [
  ['without an end', endless],
  ['leads astray', misleading],
  ['bad contents', contents],
  ['injection', injections],
];

export const hostileServers: Claim = {
  id: 'hostile-servers',
  holds:
    'Whatever a server answers, a call ends in time, in bounded memory, with a clear error, and nobody else is asked.',
  how:
    'Servers of raw bytes answer calls of the vendors’ clients over both transports: JSON, headers, interim answers and failures without an end, a byte at a time, bombs under Content-Encoding, redirects and Locations to another server, ' +
    'two answers for one, contradicting lengths, nesting, `__proto__`, numbers, charsets, pages and feeds in a circle; and arguments that would become headers or requests. Each must end as it should, ' +
    `within ${LIMITS.deadlineMs / 1_000} s by its limits (and ${GRACE_MS / 1_000} s for a busy machine), without taking more bytes and memory than the case allows. The other server must never be asked, and no file is left under a final name.`,
  short: true,
  async run(options) {
    const missed: string[] = [];
    const rows = [];
    await using elsewhere = await hostileServer(() => undefined);
    for (const [transport, make] of Object.entries(transports)) {
      for (const [group, cases] of groups) {
        const tries: Tried[] = [];
        for (const one of cases) tries.push(await attempt(one, make(), elsewhere));
        missed.push(
          ...tries.flatMap(({ missed: sentences }) =>
            sentences.map((sentence) => `${transport}, ${sentence}`),
          ),
        );
        options.progress(`${transport}, ${group}: ${cases.length} cases`);
        rows.push({
          transport,
          servers: group,
          cases: cases.length,
          'longest, ms': Math.max(...tries.map(({ ms }) => ms)),
          'most memory, MiB': Math.max(...tries.map(({ mib }) => mib)),
        });
      }
    }
    if (elsewhere.received.length > 0)
      missed.push(`Another server was asked: ${elsewhere.received[0]?.slice(0, 200)}`);
    return { rows, missed };
  },
};

interface Tried {
  readonly ms: number;
  readonly mib: number;
  readonly missed: readonly string[];
}

export async function attempt(
  one: HostileCase,
  transport: Transport,
  elsewhere: HostileServer,
): Promise<Tried> {
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  await using server = await hostileServer(one.answer, (text) => text.replaceAll(ELSEWHERE, elsewhere.url));
  const { url } = server;
  const clients = clientsOf(
    {
      urls: { astral: url, stormwall: url, asna: url, reestro: url },
      astral: { apiKey: 'key' },
      stormwall: { token: 'token' },
      v3: { apiKey: 'key' },
      asna: { auth: { clientId: STORE, clientSecret: 'secret', tokenUrl: `${url}/token` } },
      reestro: { orgId: 'org', apiKey: 'key' },
    },
    { transport, timeouts: LIMITS, retry: { retries: 0, maxRetryAfterMs: 100 } },
  );
  const started = performance.now();
  const { value: end, mib } = await watchingMemory(() => endOf(() => one.call(clients, folder)));
  const ms = Math.round(performance.now() - started);
  const left = await readdir(folder);
  await closeAll(clients);
  await transport.close();
  await rm(folder, { recursive: true, force: true });
  const { bytes = 16 * MIB, memory = 96 } = one;
  return {
    ms,
    mib,
    missed: [
      ...(one.ends.includes(end)
        ? []
        : [`${one.name}: ended with ${end} where ${one.ends.join(' or ')} was expected.`]),
      ...(ms > LIMITS.deadlineMs + GRACE_MS ? [`${one.name}: took ${ms} ms.`] : []),
      ...(mib > memory ? [`${one.name}: took ${mib} MiB where ${memory} are allowed.`] : []),
      ...(server.sent() > bytes ? [`${one.name}: ${server.sent()} bytes were taken.`] : []),
      ...(left.length > 0 ? [`${one.name}: left ${left.join(', ')}.`] : []),
      ...(injected(server.received.join('')) ? [`${one.name}: a line got through.`] : []),
    ],
  };
}

async function endOf(call: () => PromiseLike<unknown>): Promise<string> {
  try {
    await call();
    return 'ok';
  } catch (error) {
    if (!isPartnerApiError(error)) return String(error);
    // Printing it must not fail either.
    JSON.stringify(error);
    const detail: unknown = Reflect.get(error, 'phase') ?? Reflect.get(error, 'reason');
    return typeof detail === 'string' ? `${error.code} ${detail}` : error.code;
  }
}
