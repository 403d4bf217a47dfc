import { freePort, type Machine } from '../machine/machine.ts';
import type { Proxy } from './nginx.ts';

/** How HAProxy is set up in front of an address. */
export interface HaproxyOptions {
  readonly upstream: string;
  /** How long it waits for what is behind it, such as `12s`. */
  readonly wait?: string;
  /** Lines of its `listen` section. */
  readonly lines?: readonly string[];
  /** The port to take, which another one may be about to leave. */
  readonly port?: number;
  /** Ends the process of this id once it has its ports: a reload. */
  readonly instead?: number;
}

/** HAProxy in front of an address. */
export async function haproxy(machine: Machine, options: HaproxyOptions): Promise<Proxy> {
  const port = options.port ?? (await freePort());
  const wait = options.wait ?? '700s';
  const file = await machine.write(
    `haproxy-${port}-${options.instead ?? 0}.cfg`,
    `global
  maxconn 256
  hard-stop-after 1s
defaults
  mode http
  timeout connect 2s
  timeout client 700s
  timeout server ${wait}
  retries 0
listen front
  bind 127.0.0.1:${port}
  ${(options.lines ?? []).join('\n  ')}
  server behind ${new URL(options.upstream).host}
`,
  );
  const program = await machine.start({
    command: 'haproxy',
    args: ['-db', '-f', file, ...(options.instead === undefined ? [] : ['-sf', String(options.instead)])],
    ready: { port },
  });
  return { port, url: `http://127.0.0.1:${port}`, program };
}
