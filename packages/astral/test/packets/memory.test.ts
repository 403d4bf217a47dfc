import { fork } from 'node:child_process';
import { once } from 'node:events';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AstralClient } from '@partner-apis/astral';
import { expect, it, onTestFinished } from 'vitest';
import { folder } from './support/folder.ts';

const MIB = 1024 * 1024;

async function client(): Promise<AstralClient> {
  const peer = fork(fileURLToPath(new URL('support/large-peer.ts', import.meta.url)), { execArgv: [] });
  const [port]: unknown[] = await once(peer, 'message');
  const astral = new AstralClient({
    apiKey: 'key-of-the-tests',
    baseUrl: `http://127.0.0.1:${String(port)}`,
  });
  onTestFinished(async () => {
    await astral.close();
    peer.disconnect();
  });
  return astral;
}

/** By how many MiB buffers grow while something runs, garbage that nobody has collected yet included. */
async function growth(action: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().arrayBuffers;
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  }, 2);
  await action().finally(() => clearInterval(sampling));
  return (most - before) / MIB;
}

// Without memory that is used again, 40 to 70 MiB were garbage before the collector came by; now it is about 10.
const FLAT = 24;

it('extracting a large packet leaves no garbage to collect', { timeout: 60_000 }, async () => {
  const astral = await client();

  const grown = await growth(() => astral.packets.extract('0'.repeat(32), folder()));

  expect(grown).toBeLessThan(FLAT);
});

it('uploading large files leaves no garbage to collect', { timeout: 60_000 }, async () => {
  const astral = await client();
  const path = join(folder(), 'large');
  writeFileSync(path, '');
  truncateSync(path, 128 * MIB);
  const files = ['a', 'b', 'c'].map((name) => ({ name, data: { path } }));

  const grown = await growth(() => astral.packets.upload(files));

  expect(grown).toBeLessThan(FLAT);
});
