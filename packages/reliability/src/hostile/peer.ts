import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One connection of a server that answers byte by byte as it likes. */
export class Peer {
  /** Bytes that the client took, more or less: what lies in buffers counts too. */
  sent = 0;
  readonly #socket: Socket;
  readonly #edit: (text: string) => string;

  constructor(socket: Socket, edit: (text: string) => string) {
    this.#socket = socket;
    this.#edit = edit;
  }

  /** Sends, at the pace of the client; false when the client is gone. */
  async write(bytes: string | Uint8Array): Promise<boolean> {
    const socket = this.#socket;
    if (socket.destroyed || !socket.writable) return false;
    this.sent += bytes.length;
    if (!socket.write(typeof bytes === 'string' ? this.#edit(bytes) : bytes)) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          socket.off('drain', go).off('close', go);
          resolve();
        };
        socket.on('drain', go).on('close', go);
      });
    }
    return !socket.destroyed;
  }

  /** Sends the same thing again and again until the client is gone. `everyMs` is how slowly. */
  async writeForEver(bytes: string | Uint8Array, everyMs?: number): Promise<void> {
    while (await this.write(bytes)) if (everyMs !== undefined) await sleep(everyMs);
  }

  end(): void {
    this.#socket.end();
  }
}

/** What a server does with a request: `head` is its first line with its headers. */
export type Answer = (peer: Peer, head: string) => Promise<unknown> | void;

/** A server of raw bytes. */
export interface HostileServer extends AsyncDisposable {
  readonly url: string;
  /** Everything that came in. */
  readonly received: string[];
  /** Bytes that it could send. */
  readonly sent: () => number;
}

/** Listens, and answers each request of each connection; `edit` changes the texts that go out. */
export async function hostileServer(
  answer: Answer,
  edit: (text: string) => string = (text) => text,
): Promise<HostileServer> {
  const received: string[] = [];
  const peers: Peer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const peer = new Peer(socket, edit);
    peers.push(peer);
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      received.push(text);
      // Bodies come in pieces of their own; only the start of a request is answered.
      if (/^[A-Z]+ \S+ HTTP\/1\.1\r\n/.test(text)) void answer(peer, text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    sent: () => peers.reduce((sum, { sent }) => sum + sent, 0),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An answer that is whole. */
export function whole(body: string | Uint8Array, { status = '200 OK', headers = '' } = {}): Answer {
  return async (peer) => {
    const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    await peer.write(
      `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${headers}\r\n`,
    );
    await peer.write(body);
  };
}

/** Headers of an answer whose body then comes as it comes, to the end of the connection. */
export const open = (status = '200 OK', headers = 'Content-Type: application/json\r\n'): string =>
  `HTTP/1.1 ${status}\r\n${headers}Connection: close\r\n\r\n`;
