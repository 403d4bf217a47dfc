import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createNetServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Received } from './received.ts';

/** A server of one test. */
export interface TestServer {
  readonly url: string;
  readonly requests: Received[];
  /** Connections that are open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** Connections made so far. */
  readonly connections: () => number;
  /** Resolves when no connection is open. */
  drained(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse, received: Received) => void;

/** An HTTP server that reads each request whole before it answers. */
export function serve(handler: Handler): Promise<TestServer> {
  return serveEarly((request, response, received) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const whole = { ...received, body: Buffer.concat(chunks).toString() };
      requests.get(response)?.push(whole);
      handler(request, response, whole);
    });
  }, false);
}

const requests = new WeakMap<ServerResponse, Received[]>();

/** An HTTP server that sees each request as soon as its headers are there. */
export async function serveEarly(handler: Handler, record = true): Promise<TestServer> {
  const list: Received[] = [];
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    response.on('error', () => undefined);
    requests.set(response, list);
    const { method = '', url = '', headers, rawHeaders } = request;
    const received = { method, url, headers, raw: rawHeaders, body: '' };
    if (record) list.push(received);
    handler(request, response, received);
  });
  return listening(server, list);
}

/** A server of raw bytes. */
export function serveBytes(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return listening(createNetServer(onConnection), []);
}

async function listening(server: Server, list: Received[]): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let made = 0;
  server.on('connection', (socket: Socket) => {
    made += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: list,
    sockets,
    connections: () => made,
    async drained() {
      for (const socket of sockets) {
        await new Promise((resolve) => {
          socket.once('close', resolve);
        });
      }
    },
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, value: unknown, status = 200, headers = {}): void {
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

/** Answers each request with the next of `steps`, and the last one for all that follow. */
export function script(...steps: Handler[]): Handler {
  let at = 0;
  return (request, response, received) => {
    const step = steps[Math.min(at, steps.length - 1)];
    at += 1;
    step?.(request, response, received);
  };
}

/** Answers with a status and JSON, for {@link script}. */
export function answer(status: number, value: unknown = { name: 'thing' }, headers = {}): Handler {
  return (_, response) => sendJson(response, value, status, headers);
}

/** Breaks the connection without an answer. */
export const reset: Handler = (request) => {
  request.socket.resetAndDestroy();
};

/** A port on which nothing listens. */
export async function closedUrl(): Promise<string> {
  const server = createNetServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}
