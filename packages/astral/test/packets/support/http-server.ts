import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AstralClient } from '@partner-apis/astral';
import { onTestFinished } from 'vitest';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A client of a real HTTP server that answers as told; both end with the test. */
export interface Peer {
  readonly url: string;
  readonly astral: AstralClient;
  /** Paths asked for, oldest first. */
  readonly asked: readonly string[];
  /** Connections that are open. */
  readonly sockets: ReadonlySet<Socket>;
  /** Resolves when no connection is open any more. */
  allClosed(): Promise<void>;
}

/** Starts the server; every option but `baseUrl` goes to the client. */
export async function peer(
  answer: Answer,
  options: Partial<ConstructorParameters<typeof AstralClient>[0]> = {},
): Promise<Peer> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let idle: (() => void) | undefined;
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) idle?.();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address object.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const astral = new AstralClient({ apiKey: 'key-of-the-tests', ...options, baseUrl: url });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await astral.close();
  });
  return {
    url,
    astral,
    asked,
    sockets,
    async allClosed() {
      if (sockets.size === 0) return;
      await new Promise<void>((resolve) => {
        idle = resolve;
      });
    },
  };
}

/** Answers everything with these bytes and their length. */
export function bytes(body: Uint8Array, headers: Record<string, string | number> = {}): Answer {
  return (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-length': body.byteLength, ...headers });
    response.end(body);
  };
}

/** A success as the platform writes it. */
export function envelope(payload: Record<string, unknown>): string {
  return JSON.stringify({ status: 200, type: 'about:blank', title: 'OK', ...payload });
}
