import { randomInt } from 'node:crypto';
import type { Server } from 'node:http';
import { once } from 'node:events';

/**
 * Below the range from which systems give out ports by themselves (32768 on Linux, 49152 elsewhere): while a fault keeps the
 * port closed, nobody else can be given it, and no client can by chance connect from it to itself.
 */
const RANGE = [20_000, 32_000] as const;

const TRIES = 20;

/** Binds a server to a port, or for port 0 to a free one, and says which. */
export async function bind(server: Server, port: number, host: string): Promise<number> {
  if (port !== 0) return bindTo(server, port, host);
  for (let tried = 0; tried < TRIES; tried++) {
    try {
      return await bindTo(server, randomInt(...RANGE), host);
    } catch (error) {
      const taken =
        error instanceof Error && 'code' in error && ['EADDRINUSE', 'EACCES'].includes(String(error.code));
      if (!taken) throw error;
    }
  }
  return bindTo(server, 0, host);
}

async function bindTo(server: Server, port: number, host: string): Promise<number> {
  server.listen({ port, host, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
