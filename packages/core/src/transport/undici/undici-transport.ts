import { Readable } from 'node:stream';
import { checkUndiciOptions } from '../check-options.ts';
import { ConnectionUse } from './connection-use.ts';
import { answerBeforeBrokenWrite } from './answer-before-broken-write.ts';
import { ArrivingAnswer } from './arriving-answer.ts';
import { askGiven, reporting } from './given-dispatcher.ts';
import { proxyAgent } from './proxy-agent.ts';
import { transferConnector } from './transfer-connector.ts';
import { wayOut } from './way-out.ts';
import type { Transport, TransportRequest, TransportResponse } from '../transport.ts';
import { Agent, buildConnector, type Dispatcher } from './undici.ts';

/** PEM texts, as `node:tls` takes them. */
export interface TlsMaterial {
  /** Authorities that are trusted instead of those of Node.js. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[];
  /** The client certificate. */
  readonly cert?: string | Uint8Array;
  /** Its key. */
  readonly key?: string | Uint8Array;
  /** The name to ask for, where it is not the host of the address. */
  readonly servername?: string;
}

/** A dispatcher of any undici from version 6 on, whose classes have different types. */
export interface DispatcherLike {
  /** Puts a request on its way. */
  dispatch(options: never, handler: never): boolean;
  /** Sends a request and gives its answer. */
  request(options: never, callback: never): unknown;
  /** Puts interceptors in front of it. */
  compose(...interceptors: never[]): unknown;
}

/** Options of {@link undiciTransport}. */
export interface UndiciTransportOptions {
  /** Connections per origin and lane. Default 64. */
  readonly connections?: number;
  /** How long an idle connection is kept, in milliseconds: below the 5 s after which common servers close theirs. Default 4,000. */
  readonly keepAliveMs?: number;
  /** TLS material for `https:` origins. */
  readonly tls?: TlsMaterial;
  /**
   * The proxy to go through, which may have a name and password in its URL. `'environment'`: as `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
   * `NO_PROXY` say when the transport is made, and never for addresses of this machine; `https:` goes through `HTTP_PROXY` where nothing else is
   * set, as with Node.js itself. Default: none, whatever the environment says.
   */
  readonly proxy?: 'environment' | URL;
  /** A dispatcher of your own (a proxy of another kind, a mock). It is never closed by the SDK, and `connectMs` is its own business. */
  readonly dispatcher?: DispatcherLike;
}

/**
 * After so long without a byte the system asks whether the other end is still there, and gives a dead connection up some ten seconds later:
 * a held poll is silent for minutes.
 */
const PROBE_AFTER_MS = 15_000;

/** A set of connections. */
interface OwnAgent {
  readonly agent: Dispatcher;
  /** Who has a turn, by origin. */
  readonly holders: Map<string, Set<ConnectionUse>>;
}

/** Sets of connections that may exist beside each other, one per lane and `connectMs`. */
const MOST_AGENTS = 16;

/**
 * The default transport: undici, with time limits per call, and bodies that are taken in only as they are read. Each lane has its own
 * connections, so that long polls and file transfers do not hold up other calls. Idle connections do not keep a program running.
 */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  checkUndiciOptions(options);
  const connections = options.connections ?? 64;
  const way = options.proxy === undefined ? undefined : wayOut(options.proxy);
  const agents = new Map<string, OwnAgent>();
  const given = options.dispatcher === undefined ? undefined : reporting(options.dispatcher as Dispatcher);

  function agentFor({ lane, connectMs, url }: TransportRequest): OwnAgent {
    const proxied = way !== undefined && !way.passesBy(hostnameOf(url));
    // connectMs belongs to the connector, which belongs to the agent.
    const key = `${lane} ${connectMs} ${proxied}`;
    const known = agents.get(key);
    if (known !== undefined) return known;
    const connect = {
      ...tlsOf(options.tls),
      allowH2: false,
      timeout: limit(connectMs),
      keepAliveInitialDelay: PROBE_AFTER_MS,
    };
    const pool = {
      allowH2: false,
      pipelining: 1,
      connections,
      keepAliveTimeout: options.keepAliveMs ?? 4_000,
      keepAliveMaxTimeout: options.keepAliveMs ?? 4_000,
    };
    const agent = proxied
      ? proxyAgent(way, { pool, connect, wrap: answerBeforeBrokenWrite })
      : new Agent({
          ...pool,
          connect: answerBeforeBrokenWrite(
            lane === 'transfer' ? transferConnector(connect) : buildConnector(connect),
          ),
        });
    const made = { agent, holders: new Map<string, Set<ConnectionUse>>() };
    agents.set(key, made);
    retireOldest();
    return made;
  }

  /** Only of downloads can the answers lie about unread. */
  function useOf(
    { holders }: OwnAgent,
    lane: TransportRequest['lane'],
    origin: string,
  ): ConnectionUse | undefined {
    if (lane !== 'transfer') return undefined;
    const known = holders.get(origin) ?? new Set();
    holders.set(origin, known);
    return new ConnectionUse(known, connections);
  }

  function ask(request: TransportRequest): Promise<TransportResponse> {
    return new Promise((answered, failed) => {
      if (request.signal.aborted) {
        failed(request.signal.reason);
        return;
      }
      const own = agentFor(request);
      const options = dispatchOptions(request);
      const use = useOf(own, request.lane, options.origin);
      const answer = new ArrivingAnswer(request, options.body, use, { answered, failed });
      own.agent.dispatch(options, answer);
      use?.watch(request.connectMs, (failure) => answer.end(failure));
    });
  }

  /** A program that computes a new connectMs for every call must not pile up agents. */
  function retireOldest(): void {
    const oldest = agents.entries().next().value;
    if (agents.size <= MOST_AGENTS || oldest === undefined) return;
    agents.delete(oldest[0]);
    // Lets what it has under way finish; nobody waits for that.
    oldest[1].agent.close(() => undefined);
  }

  return {
    name: 'undici',
    // What stands between a dispatcher of the user's own and its connections may swallow the report.
    reportsSending: given === undefined,
    ...(way !== undefined && { secrets: () => way.secrets }),
    send: given === undefined ? ask : (request) => askGiven(given, request, () => dispatchOptions(request)),
    async close() {
      const open = [...agents.values()];
      agents.clear();
      await Promise.all(open.map(({ agent }) => agent.destroy()));
    },
  };
}

function hostnameOf(url: string): string {
  return new URL(url).hostname;
}

function dispatchOptions({
  body,
  headers,
  headersMs,
  method,
  url,
}: TransportRequest): Dispatcher.DispatchOptions & { readonly origin: string } {
  // Origin and path without parsing what the client built itself.
  const slash = url.indexOf('/', url.indexOf('//') + 2);
  return {
    origin: slash === -1 ? url : url.slice(0, slash),
    path: slash === -1 ? '/' : url.slice(slash),
    method,
    headers,
    body:
      typeof body === 'object' && 'open' in body
        ? Readable.from(body.open(), { objectMode: false })
        : (body ?? null),
    headersTimeout: limit(headersMs),
    // undici's own would run while the reader rests.
    bodyTimeout: 0,
  };
}

/** Node.js takes other bytes than its own as well; only its types do not say so. */
function tlsOf(tls: TlsMaterial | undefined): buildConnector.BuildOptions {
  return { ...tls } as buildConnector.BuildOptions;
}

/** undici's spelling of "no limit" is 0. */
function limit(ms: number): number {
  return Number.isFinite(ms) ? Math.max(1, Math.ceil(ms)) : 0;
}
