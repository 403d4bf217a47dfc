import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Clock } from '../clock.ts';
import type { ActiveFault } from '../faults/faults.ts';
import { watchRefusedAttempts } from '../faults/refused-attempts.ts';
import type { Vendor } from '../vendor.ts';
import type { Answer } from './answer.ts';
import type { Connection } from './exchange.ts';
import { bind } from './free-port.ts';

/** How long a `refuse` with `times` stays when no attempt is seen, for each of the times: clients in other processes are not. */
const UNSEEN_ATTEMPT_MS = 1000;

/** How long an idle connection is kept: longer than clients keep theirs, so that none is closed under a request. */
const KEEP_ALIVE_MS = 65_000;

/** What a listener serves. */
export interface Served {
  readonly vendor: Vendor;
  readonly app: Hono<{ Bindings: Partial<Connection> }>;
  readonly clock: Clock;
  /** Counts a refused connection. */
  readonly count: (fault: ActiveFault) => void;
}

/** One vendor on one port: listening, or closed on purpose. */
export class Listener {
  readonly #server: Server;
  readonly #served: Served;
  readonly #host: string;
  #port = 0;
  #refusing: { fault: ActiveFault; stop: () => void } | undefined;

  constructor(served: Served, host: string) {
    this.#served = served;
    this.#host = host;
    const serve = getRequestListener((request, env) => served.app.fetch(request, env), {
      // By default the adapter replaces the global Request and Response, in the middle of a user's test.
      overrideGlobalObjects: false,
      errorHandler: () => toResponse(served.vendor.failure(400)),
    });
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true }, (incoming, outgoing) => {
      void serve(incoming, outgoing);
    });
    this.#server.on('clientError', (_error, socket) => {
      if (socket.writable) socket.end(rawAnswer(served.vendor.failure(400)));
      else socket.destroy();
    });
  }

  get port(): number {
    return this.#port;
  }

  /** Starts to listen; port 0 takes a free one. */
  async open(port: number): Promise<void> {
    this.#port = await bind(this.#server, port, this.#host);
  }

  /** Closes or opens the port as an injected `refuse` wants it. */
  async obey(fault: ActiveFault | undefined): Promise<void> {
    if (this.#refusing?.fault === fault) return;
    this.#refusing?.stop();
    this.#refusing = fault && { fault, stop: this.#watch(fault) };
    if (fault !== undefined) {
      void this.#shut();
    } else if (!this.#server.listening && this.#port !== 0) {
      await bind(this.#server, this.#port, this.#host);
      // Injected again, or closed, while it was opening.
      if (this.#refusing !== undefined || this.#port === 0) await this.#shut();
    }
  }

  /** Stops listening and ends every connection, held polls included. */
  async close(): Promise<void> {
    this.#refusing?.stop();
    this.#refusing = undefined;
    this.#port = 0;
    await this.#shut();
  }

  async #shut(): Promise<void> {
    if (!this.#server.listening) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    this.#server.closeAllConnections();
    await promise;
  }

  /** Counts refused attempts: those it can see, or, until it has seen one, a second for each. */
  #watch(fault: ActiveFault): () => void {
    const giveUp = (): void => {
      while (fault.active) this.#served.count(fault);
    };
    const limited = Number.isFinite(fault.times);
    const cancel = limited ? this.#served.clock.schedule(fault.times * UNSEEN_ATTEMPT_MS, giveUp) : () => {};
    const unwatch = watchRefusedAttempts(this.#port, () => {
      cancel();
      this.#served.count(fault);
    });
    return () => {
      cancel();
      unwatch();
    };
  }
}

function toResponse({ status, headers, body }: Answer): Response {
  return new Response(typeof body === 'string' ? body : null, { status, headers });
}

/** For a request that was no HTTP: Node.js leaves its answer to whoever holds the socket. */
function rawAnswer({ status, headers, body }: Answer): string {
  const text = typeof body === 'string' ? body : '';
  const lines = Object.entries({
    ...headers,
    'content-length': Buffer.byteLength(text),
    connection: 'close',
  });
  return `HTTP/1.1 ${status} Bad Request\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`;
}
