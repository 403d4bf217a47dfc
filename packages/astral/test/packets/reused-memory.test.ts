import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { AstralClient, fetchTransport, type Transport, undiciTransport } from '@partner-apis/astral';
import { expect, it, onTestFinished } from 'vitest';
import { folder } from './support/folder.ts';
import { envelope } from './support/http-server.ts';
import { bodyOf, partsOf } from './support/multipart.ts';
import { archive, file, id } from './support/raw-tar.ts';

// Transfers read and write through blocks of memory that are used over and over. A block that is used too early shows as bytes of
// another file: so every file here has random contents, many move at once, and the other side takes its time.

const MIB = 1024 * 1024;
/** Sizes on both sides of a block, and of several. */
const SIZES = [3, 65_535, 65_536, 65_537, MIB + 7, 3 * MIB];
const contents = SIZES.map((size) => randomBytes(size));
const sums = contents.map(sha256);
const packet = archive(...contents.map((content, index) => file(index, `${index}`, content)));

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Sends pieces of many lengths, now and then a while after the last one. */
async function inPieces(response: ServerResponse, body: Buffer): Promise<void> {
  const lengths = [1, 5_000, 262_144, 17, 16_384, 100_000, 700_000, 33_000, 9_000];
  for (let at = 0, piece = 0; at < body.length; piece++) {
    const end = at + (lengths[piece % lengths.length] ?? 1);
    if (!response.write(body.subarray(at, end))) await once(response, 'drain');
    if (piece % 3 === 0) await turn();
    at = end;
  }
  response.end();
}

/** Sums of what has been uploaded, by upload. */
const uploaded: string[][] = [];

/** Takes uploads with pauses, so that they pile up on the other side; gives files and packets in pieces, with a length or chunked. */
async function platform(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    const resting = setInterval(() => {
      request.pause();
      setImmediate(() => request.resume());
    }, 1);
    const body = await bodyOf(request).finally(() => clearInterval(resting));
    const parts = partsOf(body, request.headers['content-type'] ?? '');
    uploaded.push(parts.map((part) => sha256(part.content)));
    response.end(envelope({ packet: { id: id(1), files: [] } }));
    return;
  }
  const index = /\/packet\/\w+\/(\w+)$/.exec(request.url ?? '')?.[1];
  const body = (index === undefined ? packet : contents[Number.parseInt(index, 16)]) ?? Buffer.alloc(0);
  if (index !== undefined) response.setHeader('content-length', body.length);
  await inPieces(response, body);
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  platform(request, response).catch(() => response.destroy());
}

/** A key and a certificate for 127.0.0.1, made for this run. */
function selfSigned(): { key: Buffer; cert: Buffer } {
  const [key, cert] = [join(folder(), 'key.pem'), join(folder(), 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  execFileSync('openssl', [...made, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

async function client(transport: (ca?: Buffer) => Transport, tls: boolean): Promise<AstralClient> {
  const certificate = tls ? selfSigned() : undefined;
  const server = certificate === undefined ? createServer(answer) : createSecureServer(certificate, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address object.
  const { port } = server.address() as AddressInfo;
  const baseUrl = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const astral = new AstralClient({
    apiKey: 'key-of-the-tests',
    baseUrl,
    transport: transport(certificate?.cert),
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await astral.close();
  });
  return astral;
}

/** Only a machine without openssl lets the test over TLS out; CI installs it. */
const canSign = spawnSync('openssl', ['version']).status === 0;
const transports: [string, (ca?: Buffer) => Transport, boolean?][] = [
  ['undici', () => undiciTransport()],
  ['undici, one connection for all', () => undiciTransport({ connections: 1 })],
  ['fetch', () => fetchTransport()],
];
if (canSign) {
  transports.push([
    'undici over TLS',
    (ca) => undiciTransport({ tls: ca === undefined ? {} : { ca } }),
    true,
  ]);
}

it.each(transports)(
  'every file is its own while many move at once: %s',
  async (_, transport, tls = false) => {
    const astral = await client(transport, tls);
    const target = folder();
    const sources = contents.map((content, index) => {
      const path = join(target, `source ${index}`);
      writeFileSync(path, content);
      return { name: `${index}`, data: { path } };
    });
    uploaded.length = 0;
    const four = [0, 1, 2, 3];
    const files = contents.map((__, index) => ({ packetId: id(1), fileId: id(index) }));

    const [saved, extracted, kept] = await Promise.all([
      Promise.all(
        four.flatMap((round) =>
          files.map((ref, index) => astral.files.save(ref, join(target, `saved ${round} ${index}`))),
        ),
      ),
      Promise.all(four.map((round) => astral.packets.extract(id(1), join(target, `packet ${round}`)))),
      Promise.all(files.map(async (ref) => (await astral.files.download(ref)).bytes())),
      Promise.all(four.map(() => astral.packets.upload(sources))),
    ]);

    expect(saved.map(({ path }) => sha256(readFileSync(path)))).toEqual(four.flatMap(() => sums));
    for (const packed of extracted) {
      expect(packed.map(({ path }) => sha256(readFileSync(path)))).toEqual(sums);
    }
    expect(kept.map(sha256)).toEqual(sums);
    expect(uploaded).toEqual(four.map(() => sums));
  },
);

it('a file that waits to be read keeps its bytes while others pass on the same connection', async () => {
  const astral = await client(() => undiciTransport({ connections: 1 }), false);
  const small = { packetId: id(1), fileId: id(0) };
  const large = { packetId: id(1), fileId: id(5) };
  const target = folder();

  const waiting = await astral.files.download(small);
  const { path } = await astral.files.save(large, join(target, 'large'));
  await astral.packets.extract(id(1), join(target, 'packet'));

  expect(sha256(await waiting.bytes())).toBe(sums[0]);
  expect(sha256(readFileSync(path))).toBe(sums[5]);
});

it('chunks that a reader keeps stay as they are', async () => {
  const astral = await client(() => undiciTransport(), false);
  const download = await astral.files.download({ packetId: id(1), fileId: id(5) });
  const chunks: Buffer[] = [];
  for await (const chunk of download.stream()) {
    // A byte stream yields buffers.
    chunks.push(chunk as Buffer);
    if (chunks.length === 2) await astral.packets.extract(id(1), join(folder(), 'packet'));
  }
  await astral.packets.extract(id(1), join(folder(), 'packet'));

  expect(sha256(Buffer.concat(chunks))).toBe(sums[5]);
});

it('chunks that a reader keeps can be sent on, as often as one likes', async () => {
  const astral = await client(() => undiciTransport(), false);
  const download = await astral.files.download({ packetId: id(1), fileId: id(5) });
  const chunks: Buffer[] = [];
  // A byte stream yields buffers.
  for await (const chunk of download.stream()) chunks.push(chunk as Buffer);
  uploaded.length = 0;
  const sent = { name: 'again', data: () => Readable.from(chunks, { objectMode: false }) };

  for (let time = 0; time < 3; time++) {
    await astral.packets.upload([sent]);
    // Another transfer in between takes what memory there is.
    await astral.packets.extract(id(1), join(folder(), 'packet'));
  }

  expect(uploaded).toEqual([[sums[5]], [sums[5]], [sums[5]]]);
  expect(sha256(Buffer.concat(chunks))).toBe(sums[5]);
});
