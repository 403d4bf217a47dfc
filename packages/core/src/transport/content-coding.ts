import { pipeline, Readable } from 'node:stream';
// As a namespace: a name that an old Node.js lacks would fail before the check of its version can say what is needed.
import * as zlib from 'node:zlib';
import { TransportFailure } from './transport.ts';

const BIG_CHUNKS = { chunkSize: 64 * 1024 };

const DECODERS: Readonly<Record<string, () => NodeJS.ReadWriteStream & Readable>> = {
  gzip: () => zlib.createGunzip(BIG_CHUNKS),
  'x-gzip': () => zlib.createGunzip(BIG_CHUNKS),
  deflate: () => zlib.createInflate(BIG_CHUNKS),
  br: () => zlib.createBrotliDecompress(BIG_CHUNKS),
  zstd: () => zlib.createZstdDecompress(BIG_CHUNKS),
};

/**
 * Plain bytes of a body that a server or proxy compressed although we asked for `identity`. Decodes as it is read, so that a few bytes
 * which unpack to many cost only what the reader takes.
 */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array>,
  coding: string,
): AsyncGenerator<Uint8Array> {
  const decoder = DECODERS[coding]?.();
  if (decoder === undefined) {
    throw new TransportFailure('CONTENT_ENCODING', {
      cause: new Error('the answer has a Content-Encoding that was not asked for and is not known'),
    });
  }
  let broken: Error | undefined;
  const source = Readable.from(chunks, { objectMode: false });
  source.once('error', (error: Error) => {
    broken = error;
  });
  // Whatever ends it, the loop below sees it; the callback is only there because one is required.
  pipeline(source, decoder, () => undefined);
  try {
    // zlib streams carry buffers, which their types do not say.
    for await (const chunk of decoder as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    throw broken ?? new TransportFailure('CONTENT_ENCODING', { cause: error });
  } finally {
    decoder.destroy();
    source.destroy();
  }
}
