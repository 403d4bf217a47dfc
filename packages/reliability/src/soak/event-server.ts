import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventQueue } from './event-queue.ts';

/** What the server does wrong, each to its share of the requests (`refuse`: of the connections). */
export const FAULTS = [
  'refuse',
  'reset',
  'reset-after-effect',
  'stall-headers',
  'stall-body',
  'cut-body',
  'bad-json',
  'slow',
  'status-503',
] as const;

type Fault = (typeof FAULTS)[number];

/** What a server of events is told. */
export interface EventServerOptions {
  readonly queue: EventQueue;
  /** Share of each fault, 0 to 1. */
  readonly share: number;
  /** How many times as fast as real time its time goes. */
  readonly speed: number;
  /** Hears of a confirmation before it takes effect. */
  readonly onConfirm?: (ids: readonly string[]) => void;
  /** How long the server thinks before it gives out a single event, in milliseconds. Default 0. */
  readonly getMs?: number;
}

/** A platform reduced to what a consumer asks of it (manual, sections 3.2 and 3.4): light enough for a million events. */
export interface EventServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: number;
  /** Connections that were open at once, at the most. */
  readonly mostConnections: number;
  /** How often each fault was met. */
  readonly met: ReadonlyMap<Fault, number>;
  /** From now on nothing goes wrong. */
  heal(): void;
}

export async function eventServer(options: EventServerOptions): Promise<EventServer> {
  const { queue, speed, onConfirm, getMs = 0 } = options;
  let { share } = options;
  let requests = 0;
  let connections = 0;
  let mostConnections = 0;
  const met = new Map<Fault, number>();
  const count = (fault: Fault): void => void met.set(fault, (met.get(fault) ?? 0) + 1);

  /** One throw of the dice for all that can happen to a request: their shares do not overlap. */
  const draw = (): Fault | undefined => {
    const fault = FAULTS[1 + Math.floor(Math.random() / share)];
    if (fault !== undefined) count(fault);
    return fault;
  };

  const effect = async (request: IncomingMessage, body: string, gone: AbortSignal): Promise<object> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      // Boundary: the SDK's own confirmation, by the manual's section 3.4.
      const { events_id: ids } = JSON.parse(body) as { events_id: string[] };
      onConfirm?.(ids);
      return { count: queue.confirm(ids) };
    }
    const [, single] = /^\/events\/([0-9a-f]{32})$/.exec(url.pathname) ?? [];
    if (single !== undefined) {
      await sleep(getMs);
      return { events: [{ id: single, code: 'soak', data: {} }] };
    }
    const limit = Number(url.searchParams.get('limit') ?? 100);
    if (url.searchParams.get('unconfirmed') === 'true') return { events: queue.unconfirmed(limit) };
    const seconds = Number(url.searchParams.get('timeout') ?? 10);
    return { events: await queue.take(limit, (seconds * 1000) / speed, gone) };
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests += 1;
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.on('error', () => undefined);
    const body = await text(request);
    const fault = draw();
    if (fault === 'reset') return void request.socket.destroy();
    if (fault === 'status-503') return void response.writeHead(503).end();
    const answer = JSON.stringify({
      status: 200,
      title: 'OK',
      ...(await effect(request, body, gone.signal)),
    });
    if (fault === 'reset-after-effect') return void request.socket.destroy();
    if (fault === 'stall-headers') return;
    if (fault === 'slow') await sleep(1000 / speed);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(answer),
    });
    const half = answer.slice(0, answer.length / 2);
    if (fault === 'stall-body') response.write(half);
    else if (fault === 'cut-body') response.write(half, () => request.socket.destroy());
    else response.end(fault === 'bad-json' ? `${half}${' '.repeat(answer.length - half.length)}` : answer);
  };

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    mostConnections = Math.max(mostConnections, (connections += 1));
    socket.once('close', () => (connections -= 1));
    if (Math.random() >= share) return;
    count('refuse');
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    get mostConnections() {
      return mostConnections;
    },
    met,
    heal: () => {
      share = 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
