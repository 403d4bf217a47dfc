import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Received } from './received.ts';

/** A real HTTP server that answers as told and keeps what it was asked. */
export interface StubServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly Received[];
}

export type Respond = (request: Received, response: ServerResponse, count: number) => void;

/** Listens on this machine, on any free port unless one is named. */
export async function stubServer(respond: Respond, at = 0): Promise<StubServer> {
  const requests: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers, rawHeaders: raw } = request;
      const received = { method, url, headers, raw, body: Buffer.concat(chunks).toString() };
      requests.push(received);
      respond(received, response, requests.length);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(at, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Answers everything with one JSON body. */
export function json(body: unknown, status = 200): Respond {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** Answers everything with one text. */
export function text(body: string, status = 200, type = 'text/html'): Respond {
  return (_, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };
}

/** Answers with one thing after another; the last one goes on. */
export function inTurn(...responds: readonly Respond[]): Respond {
  return (request, response, count) =>
    responds[Math.min(count, responds.length) - 1]?.(request, response, count);
}

/** Takes the request and drops the connection. */
export const drop: Respond = (_, response) => {
  response.destroy();
};

/** A port of this machine on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await stubServer(() => undefined);
  const { port } = new URL(server.url);
  await server[Symbol.asyncDispose]();
  return Number(port);
}
