import { execFile } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { promisify } from 'node:util';
import { freePort, type Machine } from '../machine/machine.ts';
import type { Proxy } from './nginx.ts';

/** How squid is set up. */
export interface SquidOptions {
  /** Hosts that it knows beside those of DNS: all of them are this machine. */
  readonly hosts?: readonly string[];
  /** Who may use it, instead of everybody. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Further lines. */
  readonly lines?: readonly string[];
}

/** squid as a forward proxy: CONNECT for `https:`, whole addresses for `http:`. It keeps nothing. */
export async function squid(machine: Machine, options: SquidOptions = {}): Promise<Proxy> {
  const port = await freePort();
  const hosts = await shared(
    machine,
    `squid-${port}.hosts`,
    (options.hosts ?? []).map((host) => `127.0.0.1 ${host}\n`).join(''),
  );
  const file = await machine.write(
    `squid-${port}.conf`,
    [
      `http_port 127.0.0.1:${port}`,
      'visible_hostname prove',
      'pid_filename none',
      'access_log none',
      'cache deny all',
      // With its default squid 5.7 hangs up in the middle of large uploads, whoever sends them.
      'client_request_buffer_max_size 128 MB',
      'pinger_enable off',
      'netdb_filename none',
      `coredump_dir ${machine.folder}`,
      `hosts_file ${hosts}`,
      'shutdown_lifetime 0 seconds',
      `cache_log ${machine.path(`squid-${port}.log`)}`,
      ...(options.lines ?? []),
      ...(await access(machine, port, options)),
      '',
    ].join('\n'),
  );
  if (process.getuid?.() === 0) await chmod(machine.folder, 0o711);
  const program = await machine.start({
    command: 'squid',
    args: ['-N', '-n', `prove${port}`, '-d', '1', '-f', file],
    ready: { line: /Accepting HTTP Socket connections/ },
  });
  return { port, url: `http://127.0.0.1:${port}`, program };
}

/** A file that squid can read: it refuses to be root, and becomes another user where it is started as one. */
async function shared(machine: Machine, name: string, text: string): Promise<string> {
  const path = await machine.write(name, text);
  if (process.getuid?.() === 0) await chmod(path, 0o644);
  return path;
}

async function access(machine: Machine, port: number, { user }: SquidOptions): Promise<readonly string[]> {
  if (user === undefined) return ['http_access allow all'];
  const { stdout } = await promisify(execFile)('openssl', ['passwd', '-apr1', user.password]);
  const known = await shared(machine, `squid-${port}.users`, `${user.name}:${stdout}`);
  return [
    `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${known}`,
    'auth_param basic children 1',
    'acl known proxy_auth REQUIRED',
    'http_access allow known',
    'http_access deny all',
  ];
}
