import { Readable } from 'node:stream';
import { bodyOf } from './readable-body.ts';
import { failureOf } from './failure-of.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';
import { Agent, type Dispatcher } from './undici.ts';

/** Options of {@link undiciTransport}. */
export interface UndiciTransportOptions {
  /** Connections per origin and lane. Default 64. */
  readonly connections?: number;
  /** How long an idle connection is kept, in milliseconds: below the 5 s after which common servers close theirs. Default 4,000. */
  readonly keepAliveMs?: number;
  /** TLS material for `https:` origins, as `node:tls` takes it. */
  readonly tls?: { ca?: string | Buffer; cert?: string | Buffer; key?: string | Buffer; servername?: string };
  /** A dispatcher of your own (a proxy, a mock). It is never closed by the SDK, and `connectMs` is its own business. */
  readonly dispatcher?: Dispatcher;
}

/**
 * The default transport: undici's `request()`, which takes time limits per call and never buffers a body. Each lane has its own
 * connections, so that long polls and file transfers do not hold up other calls.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  const agents = new Map<string, Agent>();

  function agentFor(request: TransportRequest): Dispatcher {
    if (options.dispatcher !== undefined) return options.dispatcher;
    // connectMs belongs to the connector, which belongs to the agent.
    const key = `${request.lane} ${request.connectMs}`;
    let agent = agents.get(key);
    if (agent === undefined) {
      agent = new Agent({
        allowH2: false,
        pipelining: 1,
        connections: options.connections ?? 64,
        keepAliveTimeout: options.keepAliveMs ?? 4_000,
        keepAliveMaxTimeout: options.keepAliveMs ?? 4_000,
        connect: { ...options.tls, timeout: finite(request.connectMs) },
      });
      agents.set(key, agent);
    }
    return agent;
  }

  return {
    name: 'undici',
    async send(request): Promise<TransportResponse> {
      const { body } = request;
      const stream =
        typeof body === 'object' && 'open' in body
          ? Readable.from(body.open(), { objectMode: false })
          : undefined;
      try {
        const { origin, path } = split(request.url);
        const answer = await agentFor(request).request({
          origin,
          path,
          method: request.method,
          headers: request.headers,
          body: stream ?? (body as string | Uint8Array | undefined) ?? null,
          signal: request.signal,
          headersTimeout: finite(request.headersMs),
          bodyTimeout: finite(request.idleMs),
        });
        const headers = flat(answer.headers);
        return { status: answer.statusCode, headers, body: bodyOf(answer.body, headers, request) };
      } catch (error) {
        stream?.destroy();
        throw request.signal.aborted ? request.signal.reason : failureOf(error);
      }
    },
    async close() {
      const open = [...agents.values()];
      agents.clear();
      await Promise.all(open.map((agent) => agent.destroy()));
    },
  };
}

/** undici's spelling of "no limit" is 0. */
function finite(ms: number): number {
  return Number.isFinite(ms) ? Math.max(1, Math.ceil(ms)) : 0;
}

/** Origin and path of an absolute URL, without parsing what the client built itself. */
function split(url: string): { origin: string; path: string } {
  const slash = url.indexOf('/', url.indexOf('//') + 2);
  return slash === -1 ? { origin: url, path: '/' } : { origin: url.slice(0, slash), path: url.slice(slash) };
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) headers[name] = value.join(', ');
  }
  // Repeated headers were the only values that are not strings.
  return headers as Record<string, string>;
}
