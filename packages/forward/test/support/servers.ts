import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of the tests' own, on a free port, with its data in a folder of its own. */
export interface EngineServer {
  readonly url: string;
  readonly port: number;
  /** Ends it as the kernel's out-of-memory killer would. */
  kill(): Promise<void>;
  /** Starts it again on what it has left on the disk. */
  start(): Promise<void>;
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

const postgresFolders = existsSync('/usr/lib/postgresql')
  ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
  : [];
const programs = {
  redis: find('redis-server'),
  initdb: find('initdb', ...postgresFolders),
  postgres: find('postgres', ...postgresFolders),
  rabbitmq: find('rabbitmq-server'),
  nats: find('nats-server'),
};

/** Whether the servers are there; says so in the output of the tests where one is not. */
export const installed = {
  redis: programs.redis !== undefined,
  postgres: programs.initdb !== undefined && programs.postgres !== undefined,
  rabbitmq: programs.rabbitmq !== undefined,
  nats: programs.nats !== undefined,
};
for (const [name, there] of Object.entries(installed)) {
  if (!there)
    process.stderr.write(`SKIPPED: tests with a real ${name}, which is not installed on this machine.\n`);
}

/** Debian's redis-server, with an append-only file that is written through before anything is acknowledged. */
export async function startRedis(...more: string[]): Promise<EngineServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'redis-'))];
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', ...more];
  const start = () => started(programs.redis, [...args, ...durable], {}, /Ready to accept connections/);
  return server(`redis://127.0.0.1:${port}`, port, folder, start, 'SIGTERM');
}

/** A PostgreSQL cluster of its own. It refuses to run as root, so it then runs as the user `postgres`. */
export async function startPostgres(...more: string[]): Promise<EngineServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'postgres-'))];
  const options = { cwd: folder, stdio: 'pipe' as const, ...(await ownedBy('postgres', folder)) };
  const data = join(folder, 'data');
  const how = ['-U', 'test', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
  execFileSync(programs.initdb ?? '', ['-D', data, ...how], options);
  const args = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder, ...more];
  const start = () => started(programs.postgres, args, options, /ready to accept connections/);
  return server(`postgresql://test@127.0.0.1:${port}/postgres`, port, folder, start, 'SIGINT');
}

/** Debian's rabbitmq-server, as the user of its package, with its data and its names in a folder of its own. */
export async function startRabbitmq(configuration = ''): Promise<EngineServer> {
  const [port, distribution, folder] = [
    await freePort(),
    await freePort(),
    await mkdtemp(join(tmpdir(), 'rabbitmq-')),
  ];
  const owner = await ownedBy('rabbitmq', folder);
  const mapper = `${await freePort()}`;
  const file = join(folder, 'rabbitmq.conf');
  await writeFile(file, configuration);
  const env = {
    ...process.env,
    HOME: folder,
    RABBITMQ_NODENAME: `test-${port}@localhost`,
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: `${port}`,
    RABBITMQ_DIST_PORT: `${distribution}`,
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_CONFIG_FILE: file,
    RABBITMQ_PID_FILE: join(folder, 'pid'),
    // Its port mapper goes on by itself: one of its own can be ended with it.
    ERL_EPMD_PORT: mapper,
  };
  const options = { cwd: folder, env, ...owner };
  const start = () => started(program('rabbitmq-server'), [], options, /Server startup complete/);
  const made = await server(`amqp://guest:guest@127.0.0.1:${port}`, port, folder, start, 'SIGTERM');
  return {
    ...made,
    async close() {
      await made.close();
      execFileSync('epmd', ['-port', mapper, '-kill'], { stdio: 'ignore' });
    },
  };
}

/** Debian's nats-server with JetStream on the disk. */
export async function startNats(): Promise<EngineServer> {
  const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'nats-'))];
  const args = ['-a', '127.0.0.1', '-p', `${port}`, '-js', '-sd', folder];
  const start = () => started(programs.nats, args, {}, /Server is ready/);
  return server(`nats://127.0.0.1:${port}`, port, folder, start, 'SIGTERM');
}

/** The script of the package changes to its own user, which it can only as root: what it starts then is taken instead. */
function program(name: string): string | undefined {
  const inner = `/usr/lib/rabbitmq/bin/${name}`;
  return existsSync(inner) ? inner : find(name);
}

interface Options {
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Servers that refuse to be root run as the user that their Debian package has made. */
async function ownedBy(user: string, folder: string): Promise<Pick<Options, 'uid' | 'gid'>> {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  await chown(folder, uid, gid);
  return { uid, gid };
}

/** Resolves when a server has printed that it is ready; rejects with what it said when it ends before. */
function started(
  program: string | undefined,
  args: string[],
  options: Options,
  pattern: RegExp,
): Promise<ChildProcess> {
  // In a group of its own: its helpers must end with it.
  const child = spawn(program ?? '', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  return new Promise((resolve, reject) => {
    let text = '';
    const listen = (chunk: Buffer): void => {
      text = (text + chunk.toString()).slice(-10_000);
      if (pattern.test(text)) resolve(child);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`The server ended: ${text}`)));
  });
}

async function server(
  url: string,
  port: number,
  folder: string,
  start: () => Promise<ChildProcess>,
  orderly: NodeJS.Signals,
): Promise<EngineServer> {
  let child = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('close', resolve));
    // Of a group only where all of it has to die at once.
    if (signal === 'SIGKILL' && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
    await ended;
  };
  return {
    url,
    port,
    kill: () => end('SIGKILL'),
    async start() {
      child = await start();
    },
    async close() {
      await end(orderly);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
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
