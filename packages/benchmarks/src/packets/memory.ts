/**
 * Moves a packet of 1 GiB in a process of its own, and tells by how many bytes the process grew above where it stood before; `bare` moves
 * as many bytes with undici and nothing else.
 */
import { AstralClient } from '@partner-apis/astral';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { idOf } from './mixed-packet.ts';

const FILE_BYTES = 128 * 1024 * 1024;
const [who = '', direction = '', baseUrl = ''] = process.argv.slice(2);
const astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl });
const dispatcher = new Agent();
const folder = await mkdtemp(join(tmpdir(), 'partner-apis-bench-'));
const path = join(folder, 'source');

async function* bareSource(): AsyncGenerator<Uint8Array> {
  for (let file = 0; file < 8; file++) yield* createReadStream(path);
}

const transfers: Readonly<Record<string, () => Promise<unknown>>> = {
  'astral extract': () => astral.packets.extract(idOf(9), join(folder, 'target')),
  'astral upload': () =>
    astral.packets.upload(Array.from({ length: 8 }, (_, index) => ({ name: `${index}`, data: { path } }))),
  'bare extract': async () => {
    const { body } = await request(`${baseUrl}/packet/${idOf(9)}.tar.gz`, { dispatcher });
    for await (const chunk of body) void chunk;
  },
  'bare upload': async () => {
    const headers = { 'content-length': String(8 * FILE_BYTES) };
    const body = Readable.from(bareSource(), { objectMode: false });
    const answer = await request(`${baseUrl}/packet`, { dispatcher, method: 'POST', headers, body });
    await answer.body.dump();
  },
};

try {
  const source = await open(path, 'w');
  await source.truncate(FILE_BYTES);
  await source.close();
  // What a first request costs is no part of a transfer.
  await astral.packets.upload([{ name: 'warm', data: Buffer.alloc(1024 * 1024) }]);

  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  await transfers[`${who} ${direction}`]?.();
  clearInterval(sampling);
  process.send?.(most - before);
} finally {
  await rm(folder, { recursive: true, force: true });
  await astral.close();
  await dispatcher.close();
}
process.disconnect();
