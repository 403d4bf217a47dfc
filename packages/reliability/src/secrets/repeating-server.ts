import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Transport } from '@partner-apis/core';
import { broughtBy, spellings, type Trick } from './tricks.ts';

/** What the server does next. */
export interface Plan {
  readonly trick: Trick;
  readonly status: number;
  readonly spelling: string;
  /** Where the repeated text begins. */
  readonly offset: number;
  /** Which part of the request is repeated; all of it where there is none. */
  readonly only?: number | undefined;
}

/** A server that repeats what it gets, as it is told to. */
export interface RepeatingServer extends AsyncDisposable {
  readonly url: string;
  plan: Plan | undefined;
}

/** Starts one. */
export async function repeatingServer(): Promise<RepeatingServer> {
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    const parts: Buffer[] = [];
    response.on('error', () => undefined);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      if (own.plan === undefined) return void response.writeHead(500).end();
      const { trick, status, spelling, offset, only } = own.plan;
      const brought = broughtBy(request, Buffer.concat(parts).toString(), only);
      const said = spellings[spelling]?.(brought) ?? '';
      trick.play(response, { said, pad: '-'.repeat(Math.max(0, offset)), status });
      return undefined;
    });
  });
  // Parse errors of its own connections are of no interest.
  server.on('clientError', (_, socket) => socket.destroy());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  const own: RepeatingServer = {
    url: `http://127.0.0.1:${port}`,
    plan: undefined,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return own;
}

/**
 * Sends where it should, or, while the server has a plan, there: the same request over the same transport. `keys` are those that the sandbox
 * wants in place of marked ones.
 */
export function diverted(
  transport: Transport,
  server: RepeatingServer,
  keys: Readonly<Record<string, string>>,
): Transport {
  return {
    ...transport,
    send: (request) => {
      const { url, headers } = request;
      if (server.plan !== undefined)
        return transport.send({ ...request, url: url.replace(new URL(url).origin, server.url) });
      const key = keys[headers['x-api-key'] ?? ''];
      return transport.send(
        key === undefined ? request : { ...request, headers: { ...headers, 'x-api-key': key } },
      );
    },
  };
}
