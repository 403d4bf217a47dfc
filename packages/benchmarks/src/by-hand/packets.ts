import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Agent, request } from 'undici';
import { runInShell } from '../harness/shell-times.ts';

/** Resolves to the processor time of both programs, in microseconds. */
export async function curlAndTar(url: string, apiKey: string, target: string): Promise<number> {
  const { cpu } = await runInShell(`curl -sf -H 'x-api-key: ${apiKey}' '${url}' | tar -xz -C '${target}'`);
  return cpu;
}

/** Only unpacks; what comes out is dropped. */
export async function requestAndGunzip(url: string, apiKey: string, dispatcher: Agent): Promise<void> {
  const archive = await requestArchive(url, apiKey, dispatcher);
  await finished(archive.pipe(createGunzip(UNPACKING)).resume());
}

/** Unpacks, and writes what comes out into one file, archive and all. */
export async function requestGunzipAndWrite(
  url: string,
  apiKey: string,
  dispatcher: Agent,
  target: string,
): Promise<void> {
  const archive = await requestArchive(url, apiKey, dispatcher);
  const file = createWriteStream(join(target, 'archive.tar'), { highWaterMark: 1024 * 1024 });
  await pipeline(archive, createGunzip(UNPACKING), file);
}

/** Pieces as large as ours. */
const UNPACKING = { chunkSize: 256 * 1024 };

async function requestArchive(url: string, apiKey: string, dispatcher: Agent): Promise<Readable> {
  const { body, statusCode } = await request(url, { dispatcher, headers: { 'x-api-key': apiKey } });
  if (statusCode !== 200) throw new Error(`The archive was answered with ${statusCode}.`);
  return body;
}

/** Sends a form of one file that lies ready as it goes over the wire. */
export function sendReadyMade(
  url: string,
  apiKey: string,
  bytes: Buffer,
  dispatcher: Agent,
): () => Promise<void> {
  const name = 'Content-Disposition: form-data; name="file"; filename="document"';
  const head = `--border\r\n${name}\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const form = Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--border--\r\n')]);
  const headers = {
    'x-api-key': apiKey,
    'content-type': 'multipart/form-data; boundary=border',
    'content-length': String(form.length),
  };
  return async () => {
    const body = Readable.from(chunks(form), { objectMode: false });
    const answer = await request(url, { dispatcher, method: 'POST', headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 200)
      throw new Error(`The ready-made body was answered with ${answer.statusCode}.`);
  };
}

/** Of the size that file streams have. */
function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
