import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a call is to end. */
export type Ending = 'success' | 'refused' | 'broken' | 'held';

/** A server that answers each request as its header `x-end` says. */
export interface AnsweringServer extends AsyncDisposable {
  readonly url: string;
  /** Connections that are open. */
  connections(): Promise<number>;
}

const ID = '0'.repeat(32);
const EVENT = {
  id: ID,
  code: 'a',
  data: {},
  producer: 'a',
  consumer: ['b'],
  created: '2026-01-01T00:00:00Z',
};
/** Good for every call of the claim, whatever it asks for. */
const ANSWER = Buffer.from(
  JSON.stringify({
    status: 200,
    events: [EVENT],
    packet: { id: ID, files: [], acl: {} },
    padding: 'x'.repeat(1_000),
  }),
);

/** Starts one. */
export async function answeringServer(): Promise<AnsweringServer> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    response.on('error', () => undefined);
    request.on('error', () => undefined);
    request.resume();
    request.on('end', () => end(response, String(request.headers['x-end'])));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function end(response: ServerResponse, ending: string): void {
  const length = { 'content-type': 'application/json', 'content-length': ANSWER.length };
  if (ending === 'success') response.writeHead(200, length).end(ANSWER);
  else if (ending === 'refused') response.writeHead(500, length).end(ANSWER);
  // Half of it, and the connection is gone.
  else if (ending === 'broken')
    response.writeHead(200, length).write(ANSWER.subarray(0, 500), () => response.destroy());
  // Otherwise nothing, until the caller has had enough.
}
