/**
 * Moves a packet of 1 GiB (or as many MiB as are asked for) in a process of its own, and tells by how many bytes the process grew above where
 * it stood before; `undici` moves as many bytes with it and nothing else.
 */
import { AstralClient } from '@partner-apis/astral';
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { idOf } from '../servers/mixed-packet.ts';
import { memoryDuring } from './memory-during.ts';

const FILE_BYTES = 128 * 1024 * 1024;
const FILES = 8;
const [who = '', direction = '', baseUrl = ''] = process.argv.slice(2);
const astral = new AstralClient({ apiKey: 'benchmark-key', baseUrl });
const dispatcher = new Agent();
const folder = await mkdtemp(join(tmpdir(), 'partner-apis-bench-'));
const path = join(folder, 'source');

async function* bareSource(): AsyncGenerator<Uint8Array> {
  for (let file = 0; file < FILES; file += 1) yield* createReadStream(path);
}

const transfers: Readonly<Record<string, () => Promise<unknown>>> = {
  'astral extract': () => astral.packets.extract(idOf(9), join(folder, 'target')),
  'astral upload': async () =>
    astral.packets.upload(
      Array.from({ length: FILES }, (_, index) => ({ name: `${index}`, data: { path } })),
    ),
  'undici extract': async () => {
    const { body } = await request(`${baseUrl}/packet/${idOf(9)}.tar.gz`, { dispatcher });
    for await (const chunk of body) void chunk;
  },
  'undici upload': async () => {
    const headers = { 'content-length': String(FILES * FILE_BYTES) };
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
  process.send?.(await memoryDuring(async () => transfers[`${who} ${direction}`]?.()));
} finally {
  await rm(folder, { recursive: true, force: true });
  await astral.close();
  await dispatcher.close();
}
process.disconnect();
