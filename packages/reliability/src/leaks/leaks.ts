import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { AstralClient, type CallOptions } from '@partner-apis/astral';
import { fetchTransport, undiciTransport } from '@partner-apis/core';
import type { Claim, RunOptions } from '../claim.ts';
import { type AnsweringServer, answeringServer, type Ending } from './answering-server.ts';

const ID = '0'.repeat(32);
type Kind = (astral: AstralClient, options: CallOptions) => PromiseLike<unknown>;

const kinds: Readonly<Record<string, Kind>> = {
  GET: (astral, options) => astral.events.get(ID, options),
  POST: (astral, options) => astral.events.publish({ code: 'a', consumer: ['b'], data: {} }, options),
  poll: (astral, options) => astral.events.poll({ timeout: 10 }, options),
  upload: (astral, options) => astral.packets.upload([{ name: 'a', data: 'text' }], options),
  download: async (astral, options) =>
    (await astral.files.download({ packetId: ID, fileId: ID }, options)).bytes(),
};

/** A third of the calls each: good, failed in two ways, aborted while the answer is waited for. */
const ENDINGS: readonly Ending[] = ['success', 'refused', 'held', 'success', 'broken', 'held'];
const AT_ONCE = 16;
/** Calls before the heap is measured for the first time: pools, caches and compiled code are there then. */
const WARM_UP = 300;
/** Most that the heap may grow over all calls of a kind after that. */
const MOST_GROWTH = 3 * 1_048_576;

const transports = { undici: undiciTransport, fetch: fetchTransport } as const;

export const leaksNothing: Claim = {
  id: 'leaks',
  holds: 'Calls leave nothing behind: no listener, socket or timer, and the heap does not grow.',
  how:
    'GET, POST, polls, uploads and downloads, 100,000 of each (fetch: 5,000), a third of them good, a third failing (status 500, or a connection that breaks in the middle of the answer), a third aborted by their signal while the answer is ' +
    'waited for; sixteen at once. The good and failing ones share one signal. After each kind: listeners on that signal, connections that the server has, timers and sockets of the process, process listeners and warnings, and the heap ' +
    'after a collection, against the heap after the first 300 calls.',
  short: true,
  async run(options) {
    const rows = [];
    const missed: string[] = [];
    for (const transport of ['undici', 'fetch'] as const) {
      for (const kind of Object.keys(kinds)) {
        const calls = options.short ? 600 : transport === 'undici' ? 100_000 : 5_000;
        const { missed: sentences, ...row } = await left(transport, kind, calls, options);
        rows.push({ transport, calls: kind, number: calls, ...row });
        missed.push(...sentences.map((sentence) => `${transport}, ${kind}: ${sentence}`));
      }
    }
    return { rows, missed };
  },
};

async function left(transport: keyof typeof transports, kind: string, calls: number, options: RunOptions) {
  const warnings: string[] = [];
  const warn = (warning: Error): void => void warnings.push(warning.message);
  process.on('warning', warn);
  const before = { resources: resources(), listeners: processListeners() };
  const server = await answeringServer();
  const carrier = transports[transport]();
  const astral = new AstralClient({ apiKey: 'key', baseUrl: server.url, transport: carrier, retry: false });
  const shared = new AbortController();
  const wrong = new Map<string, number>();
  const many = (count: number) => callMany(astral, kind, shared.signal, count, wrong);
  await many(WARM_UP);
  const first = heap();
  await many(calls);
  const growth = heap() - first;
  const listeners = getEventListeners(shared.signal, 'abort').length;
  await astral.close();
  await carrier.close();
  const connections = await drained(server, transport);
  await server[Symbol.asyncDispose]();
  const after = await settled(before.resources);
  process.off('warning', warn);
  options.progress(`${transport}, ${kind}: heap ${Math.round(growth / 1_024)} KiB`);
  return {
    listeners,
    connections,
    'timers and sockets': after.length,
    'heap, KiB': Math.round(growth / 1_024),
    missed: [
      ...(listeners > 0 ? [`${listeners} listeners are left on the signal.`] : []),
      ...(connections > 0 ? [`${connections} connections are left.`] : []),
      ...(after.length > 0 ? [`These are left: ${after.join(', ')}.`] : []),
      ...(processListeners() > before.listeners ? ['Listeners are left on the process.'] : []),
      ...(growth > MOST_GROWTH ? [`The heap grew by ${growth} bytes over ${calls} calls.`] : []),
      ...warnings.map((warning) => `The process warned: ${warning}`),
      ...[...wrong].map(([how, count]) => `${count} calls ended with ${how}.`),
    ],
  };
}

async function callMany(
  astral: AstralClient,
  kind: string,
  shared: AbortSignal,
  count: number,
  wrong: Map<string, number>,
): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) {
      const ending = ENDINGS[i % ENDINGS.length] ?? 'success';
      const end = await endOf(astral, kind, ending, shared);
      if (end !== undefined) wrong.set(end, (wrong.get(end) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

/** Makes one call; how it ended where that is not how it should. */
async function endOf(
  astral: AstralClient,
  kind: string,
  ending: Ending,
  shared: AbortSignal,
): Promise<string | undefined> {
  const headers = { 'x-end': ending };
  const own = new AbortController();
  const call = kinds[kind]?.(astral, { headers, signal: ending === 'held' ? own.signal : shared });
  if (ending === 'held') setTimeout(() => own.abort(), 1);
  try {
    await call;
    return ending === 'success' ? undefined : 'success';
  } catch (error) {
    const code = String(Reflect.get(Object(error), 'code'));
    const due = {
      success: [],
      refused: ['SERVER'],
      broken: ['RESPONSE_DECODE', 'CONNECTION'],
      held: ['ABORTED'],
    }[ending];
    return due.some((one) => one === code) ? undefined : `${code} where ${ending} was due`;
  }
}

function heap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Timers, sockets and the like that are alive, apart from what the process of a claim talks through. */
function resources(): string[] {
  return process.getActiveResourcesInfo().filter((name) => !/^(?:Pipe|TTY)/.test(name));
}

/** What is alive that was not before, as soon as there is none of it or two seconds have passed: a closed socket takes a moment. */
async function settled(before: readonly string[]): Promise<string[]> {
  for (let tries = 0; ; tries += 1) {
    const more = resources();
    for (const name of before) {
      const at = more.indexOf(name);
      if (at !== -1) more.splice(at, 1);
    }
    if (more.length === 0 || tries === 40) return more;
    await sleep(50);
  }
}

/** Connections that the server still has after its client was closed. fetch keeps its own, which nobody can close. */
async function drained(server: AnsweringServer, transport: string): Promise<number> {
  if (transport === 'fetch') return 0;
  for (let tries = 0; ; tries += 1) {
    const open = await server.connections();
    if (open === 0 || tries === 40) return open;
    await sleep(50);
  }
}

function processListeners(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}
