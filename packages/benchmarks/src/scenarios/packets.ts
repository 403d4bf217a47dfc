import { AstralClient } from '@partner-apis/astral';
import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { Agent, request } from 'undici';
import { median } from '../measure.ts';
import type { Outcome } from '../scenario.ts';
import { startServer } from '../start-server.ts';
import { idOf, mixedFiles } from '../packets/mixed-packet.ts';

const MIB = 1024 * 1024;
const ROUNDS = 9;
/** Extra memory allowed in either direction, in bytes. */
const MOST_MEMORY = 64 * MIB;

/** Wall time of the first by that of the second, in the same round. */
interface Limit {
  readonly of: string;
  readonly by: string;
  readonly most: number;
}

const limits: readonly Limit[] = [
  { of: 'extract', by: 'curl | tar -xz', most: 0.9 },
  { of: 'extract', by: 'request and gunzip', most: 1.6 },
  // Nine tenths of the throughput are ten ninths of the time.
  { of: 'upload', by: 'undici, ready-made body', most: 1 / 0.9 },
];

/**
 * How fast packets move next to what others do with the same bytes, and how much memory that takes. What writes files races in a folder
 * in memory, where there is one, and in the temporary folder, where we flush to the disk and tar does not. The archive is one that was made
 * beforehand; then the sandbox, which makes it on the way, is asked for the same files.
 */
export async function packets(): Promise<Outcome> {
  const server = await startServer('packets/server.ts');
  const dispatcher = new Agent();
  const astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl: server.origin });
  try {
    const all = contestantsFor(server.origin, 'benchmark-key', idOf(1), astral, dispatcher);
    const { 'curl | tar -xz': tar, extract } = all;
    const inMemory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
    const times = await race(all, inMemory);
    const onDisk = await race({ 'curl | tar -xz': tar, extract }, tmpdir());
    const memory = [await growth('extract', server.origin), await growth('upload', server.origin)];
    const sandbox = await fromSandbox(dispatcher, inMemory);
    return report(
      { [inMemory]: times, [tmpdir()]: onDisk, [`${inMemory}, with the sandbox`]: sandbox },
      memory,
    );
  } finally {
    await astral.close();
    await dispatcher.close();
    server.stop();
  }
}

/** The same race with the sandbox, which gets the files first. */
async function fromSandbox(dispatcher: Agent, where: string): Promise<Times> {
  const script = fileURLToPath(new URL('../packets/sandbox.ts', import.meta.url));
  const child = fork(script, { execArgv: process.execArgv });
  const [{ origin, apiKey }] = (await once(child, 'message')) as [{ origin: string; apiKey: string }];
  await using astral = new AstralClient({ apiKey, baseUrl: origin });
  try {
    const files = mixedFiles().map((data, index) => ({ name: `Документ ${index}.bin`, data }));
    const { id } = await astral.packets.upload(files);
    return await race(contestantsFor(origin, apiKey, id, astral, dispatcher), where);
  } finally {
    child.disconnect();
  }
}

type Contestant = (target: string) => Promise<unknown>;
type Contestants = Readonly<Record<string, Contestant>>;

function contestantsFor(
  origin: string,
  apiKey: string,
  packetId: string,
  astral: AstralClient,
  dispatcher: Agent,
) {
  const url = `${origin}/packet/${packetId}.tar.gz`;
  const headers = { 'x-api-key': apiKey };
  const bytes = Buffer.alloc(128 * MIB, 'content of a document ');
  const form = formOf(bytes);
  return {
    'curl | tar -xz': (target: string) =>
      promisify(execFile)('sh', ['-c', `curl -s -H 'x-api-key: ${apiKey}' ${url} | tar -xz -C '${target}'`]),
    extract: (target: string) => astral.packets.extract(packetId, target),
    'request and gunzip': async () => {
      const { body } = await request(url, { dispatcher, headers });
      const gunzip = body.pipe(createGunzip({ chunkSize: 256 * 1024 }));
      await finished(gunzip.resume());
    },
    'undici, ready-made body': async () => {
      const body = Readable.from(readyMade(form.body), { objectMode: false });
      const own = { ...headers, 'content-type': form.type, 'content-length': String(form.body.length) };
      const answer = await request(`${origin}/packet`, { dispatcher, method: 'POST', headers: own, body });
      await answer.body.dump();
      if (answer.statusCode !== 200)
        throw new Error(`The ready-made body was answered with ${answer.statusCode}.`);
    },
    upload: () => astral.packets.upload([{ name: 'document', data: bytes }]),
  };
}

/** A form of one file, as it goes over the wire. */
function formOf(bytes: Buffer): { readonly type: string; readonly body: Buffer } {
  const name = 'Content-Disposition: form-data; name="file"; filename="document"';
  const head = `--border\r\n${name}\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--border--\r\n')]);
  return { type: 'multipart/form-data; boundary=border', body };
}

/** In the chunks that file streams have. */
function* readyMade(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** Interleaved rounds, the order turned by one each time; the first ones are not counted. */
async function race(contestants: Contestants, where: string): Promise<Times> {
  const names = Object.keys(contestants);
  const times = new Map<string, number[]>(names.map((name) => [name, []]));
  const folder = await mkdtemp(join(where, 'partner-apis-bench-'));
  const target = join(folder, 'target');
  try {
    for (let round = -2; round < ROUNDS; round++) {
      const turn = Math.abs(round) % names.length;
      for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
        await mkdir(target);
        // What the one before left for the disk must not be paid for by this one.
        await promisify(execFile)('sync');
        const start = performance.now();
        await contestants[name]?.(target);
        const took = performance.now() - start;
        if (round >= 0) times.get(name)?.push(took);
        await rm(target, { recursive: true });
      }
    }
    return times;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Times = ReadonlyMap<string, readonly number[]>;

interface Growth {
  readonly direction: string;
  readonly ours: number;
  readonly bare: number;
}

async function growth(direction: 'extract' | 'upload', origin: string): Promise<Growth> {
  const script = fileURLToPath(new URL('../packets/memory.ts', import.meta.url));
  const one = async (who: 'astral' | 'bare'): Promise<number> => {
    const child = fork(script, [who, direction, origin], { execArgv: [...process.execArgv, '--expose-gc'] });
    const [bytes] = (await once(child, 'message')) as [number];
    await once(child, 'exit');
    return bytes;
  };
  return { direction, ours: await one('astral'), bare: await one('bare') };
}

function report(races: Readonly<Record<string, Times>>, memory: readonly Growth[]): Outcome {
  const lines = [
    `Packet of 128 MiB, mixed · Node ${process.versions.node} · wall ms, ${ROUNDS} interleaved rounds`,
  ];
  const complaints: string[] = [];
  for (const [where, times] of Object.entries(races)) {
    lines.push('', `in ${where}`);
    for (const [name, ms] of times) {
      const each = ms.map((one) => one.toFixed(0)).join(' ');
      lines.push(`${name.padEnd(24)} median ${median(ms).toFixed(0).padStart(5)}   (${each})`);
    }
    for (const limit of limits.filter(({ of, by }) => times.has(of) && times.has(by))) {
      const text = `${limit.of} / ${limit.by}: ${ratio(times, limit).toFixed(2)} (at most ${limit.most.toFixed(2)})`;
      lines.push(text);
      if (!(ratio(times, limit) <= limit.most)) complaints.push(`Too slow in ${where}: ${text}.`);
    }
  }
  lines.push('');
  for (const { direction, ours, bare } of memory) {
    const text = `${mib(ours)} MiB (at most ${mib(MOST_MEMORY)}; undici alone, with the same bytes: ${mib(bare)})`;
    lines.push(`extra memory, ${direction} of 1 GiB: ${text}`);
    if (!(ours <= MOST_MEMORY)) complaints.push(`Too much memory: ${direction} took ${text}.`);
  }
  return { text: `${lines.join('\n')}\n`, complaints };
}

/** The median of the rounds' ratios: what else the machine does at that moment weighs on both. */
function ratio(times: Times, { of, by }: Limit): number {
  const references = times.get(by) ?? [];
  return median((times.get(of) ?? []).map((ms, round) => ms / (references[round] ?? Number.NaN)));
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed(0);
}
