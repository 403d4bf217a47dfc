import { pipeline, Readable } from 'node:stream';
// As a namespace: a name that an old Node.js lacks would fail before the check of its version can say what is needed.
import * as zlib from 'node:zlib';
import type { Coding } from './framing.ts';
import { TransportFailure } from './transport.ts';

type Decoder = NodeJS.ReadWriteStream & Readable;

const BIG_CHUNKS = { chunkSize: 64 * 1024 };

const DECODERS: Readonly<Record<Coding, (first: Uint8Array) => Decoder>> = {
  gzip: () => zlib.createGunzip(BIG_CHUNKS),
  'x-gzip': () => zlib.createGunzip(BIG_CHUNKS),
  // Some servers leave out the zlib header, which begins with an 8 in the lower half of its first byte.
  deflate: ([head = 0]) =>
    (head & 0x0f) === 8 ? zlib.createInflate(BIG_CHUNKS) : zlib.createInflateRaw(BIG_CHUNKS),
  br: () => zlib.createBrotliDecompress(BIG_CHUNKS),
  zstd: () => zlib.createZstdDecompress(BIG_CHUNKS),
};

/** More than this is no answer but an attack; fetch draws the line there too. */
const MOST_CODINGS = 5;

/**
 * Plain bytes of a body that a server or proxy compressed although we asked for `identity`. Decodes as it is read, so that a few bytes
 * which unpack to many cost only what the reader takes.
 *
 * @param codings - In the order in which they were applied.
 */
export function decoded(
  chunks: AsyncIterable<Uint8Array>,
  codings: readonly Coding[],
): AsyncIterable<Uint8Array> {
  if (codings.length > MOST_CODINGS) throw undecodable(new Error(`there are ${codings.length} codings`));
  return codings.reduceRight((inner, coding) => decodedOnce(inner, coding), chunks);
}

async function* decodedOnce(chunks: AsyncIterable<Uint8Array>, coding: Coding): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await firstBytes(iterator);
  // An empty body stays empty, whatever it says about itself.
  if (first === undefined) return;
  let broken: Error | undefined;
  const source = Readable.from(startingWith(first, iterator), { objectMode: false });
  source.once('error', (error: Error) => {
    broken = error;
  });
  const decoder = DECODERS[coding](first);
  // Whatever ends it, the loop below sees it; the callback is only there because one is required.
  pipeline(source, decoder, () => undefined);
  try {
    // zlib streams carry buffers, which their types do not say.
    for await (const chunk of decoder as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw broken ?? undecodable(error);
  } finally {
    decoder.destroy();
    source.destroy();
    // Not waited for: it may itself be waiting for bytes.
    iterator.return?.().then(ignore, ignore);
  }
}

async function firstBytes(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  let next = await iterator.next();
  while (next.done !== true && next.value.byteLength === 0) next = await iterator.next();
  return next.done === true ? undefined : next.value;
}

async function* startingWith(
  first: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
}

function undecodable(cause: unknown): TransportFailure {
  return new TransportFailure('CONTENT_ENCODING', { cause });
}

function ignore(): void {}
