import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A database of the tests' own, on a free port. */
export interface Server {
  readonly url: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Where a program is; undefined where it is not installed. */
function find(program: string, ...more: string[]): string | undefined {
  const folders = [
    ...(process.env['PATH'] ?? '').split(':'),
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/bin',
    ...more,
  ];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

const redisServer = find('redis-server');
const postgresFolders = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
  : [];
const [initdb, postgres] = [find('initdb', ...postgresFolders), find('postgres', ...postgresFolders)];

/** Whether the databases are there; says so in the output of the tests where one is not. */
export const installed = {
  redis: redisServer !== undefined,
  postgres: initdb !== undefined && postgres !== undefined,
};
for (const [name, there] of Object.entries(installed)) {
  if (!there)
    process.stderr.write(`SKIPPED: tests with a real ${name}, which is not installed on this machine.\n`);
}

/** Debian's redis-server, in memory only. */
export async function startRedis(): Promise<Server> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const args = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ];
  const child = spawn(redisServer ?? '', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  await said(child, /Ready to accept connections/);
  return server(child, `redis://127.0.0.1:${port}`, folder);
}

/** A PostgreSQL cluster of its own. It refuses to run as root, so it then runs as the user `postgres`. */
export async function startPostgres(): Promise<Server> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  const root = process.getuid?.() === 0;
  const as = root ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const options: { cwd: string; stdio: 'pipe'; uid?: number; gid?: number } = {
    ...as,
    cwd: folder,
    stdio: 'pipe',
  };
  execFileSync(
    initdb ?? '',
    ['-D', data, '-U', 'test', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'],
    options,
  );
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'];
  const child = spawn(postgres ?? '', args, options);
  await said(child, /ready to accept connections/);
  return server(child, `postgresql://test@127.0.0.1:${port}/postgres`, folder);
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

function server(child: ChildProcess, url: string, folder: string): Server {
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => resolve());
  });
  const end = async (signal: 'SIGKILL' | 'SIGINT'): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    url,
    kill: () => end('SIGKILL'),
    async close() {
      await end('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when a server has printed that it is ready; rejects with what it said when it ends before. */
function said(child: ChildProcess, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const listen = (chunk: Buffer): void => {
      text += chunk.toString();
      if (pattern.test(text)) resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`The server ended: ${text}`)));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, '127.0.0.1', resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}
