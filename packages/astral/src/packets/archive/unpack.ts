import { gatewayHint, PassedChunks, isErrorLike } from '@partner-apis/core/vendor';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Complain } from './archive-error.ts';
import type { ResolvedLimits } from './limits.ts';
import { BLOCK, isZero, MOST_PADDING } from './tar-header.ts';

/** Unpacked bytes per chunk: one and a half times as fast as zlib's default of 16 KiB. */
const CHUNK = 256 * 1024;

/** What becomes of the chunk that is being read. */
export interface ChunkUse {
  /** Set once somebody has bytes of it who may keep them when the next one is asked for. */
  kept: boolean;
}

/** How to unpack. */
export interface Unpacking {
  readonly limits: ResolvedLimits;
  readonly use: ChunkUse;
}

/**
 * The tar inside a body. The manual promises gzip; it is told by its first two bytes, since a proxy or a `fetch` may have unpacked it
 * already.
 */
export async function* unpack(
  body: AsyncIterable<Uint8Array>,
  how: Unpacking,
  complain: Complain,
): AsyncGenerator<Uint8Array> {
  const source = body[Symbol.asyncIterator]();
  try {
    const start = await firstBytes(source, 2);
    if (start[0] === 0x1f && start[1] === 0x8b) {
      yield* gunzip(prepend(start, source), how, complain);
      return;
    }
    const head = Buffer.concat([start, await firstBytes(source, BLOCK - start.length)]);
    if (head.length > 0 && !head.includes(0)) {
      throw notAnArchive(head, complain);
    }
    yield* prepend(head, source);
  } finally {
    // Not waited for: a read may be pending, which ends when the body is discarded.
    source.return?.().catch(() => undefined);
  }
}

async function* gunzip(
  source: AsyncGenerator<Uint8Array>,
  { limits, use }: Unpacking,
  complain: Complain,
): AsyncGenerator<Uint8Array> {
  // Chunks are handed over one by one, as they are: a byte stream would join those that wait, which is a copy.
  const inflate = createGunzip({ chunkSize: CHUNK, ...ONE_AHEAD });
  const feed = new Feed(source);
  const feeding = feed.chunks(() => inflate.bytesWritten);
  // Errors reach the loop below through the stream itself.
  pipeline(feeding, inflate, () => undefined);
  let unpacked = 0;
  let memory: ArrayBufferLike | undefined;
  try {
    for await (const chunk of inflate) {
      // A gunzip stream yields buffers.
      const bytes: Uint8Array = chunk as Buffer;
      unpacked += bytes.byteLength;
      if (unpacked > limits.ratioFrom && unpacked > limits.ratio * feed.received) {
        throw complain('limit', `unpacks to more than ${limits.ratio} times its size (limits.ratio)`);
      }
      if (memory !== bytes.buffer) {
        if (!use.kept) release(memory);
        use.kept = false;
        memory = bytes.buffer;
      }
      yield bytes;
    }
  } catch (error) {
    throw explainZlib(error, complain);
  }
  // zlib stops at the zeros that some writers fill their last block with, and does not say so.
  await feeding.return(undefined);
  if (!(await feed.endsInZeros(inflate.bytesWritten))) {
    throw complain('corrupt', 'goes on after the end of its gzip stream');
  }
}

/** Lets zlib fill one chunk while another is read. Part of every Transform's options, though not of zlib's types. */
const ONE_AHEAD = { readableObjectMode: true, readableHighWaterMark: 2 };

/**
 * Frees the memory of chunks that have been read, now and not when the collector comes by: at hundreds of megabytes a second that saves
 * tens of megabytes, and most of the collections. zlib has gone on to other memory when a chunk lies in another buffer; one that is not
 * of the size asked for is shared with somebody else.
 */
function release(memory: ArrayBufferLike | undefined): void {
  if (memory instanceof ArrayBuffer && memory.byteLength === CHUNK) memory.transfer(0);
}

/** Passes compressed bytes on, and remembers those that zlib has not taken yet. */
class Feed {
  received = 0;
  readonly #source: AsyncGenerator<Uint8Array>;
  readonly #passed = new PassedChunks();
  #untaken: Uint8Array[] = [];
  #untakenFrom = 0;

  constructor(source: AsyncGenerator<Uint8Array>) {
    this.#source = source;
  }

  /** Leaves the source open when it is left. */
  async *chunks(taken: () => number): AsyncGenerator<Uint8Array> {
    for (let item = await this.#source.next(); item.done !== true; item = await this.#source.next()) {
      this.#forget(taken());
      this.#untaken.push(item.value);
      this.received += item.value.byteLength;
      yield item.value;
    }
  }

  /** Whether nothing but zeros follows what zlib took; reads to the end to find out. */
  async endsInZeros(taken: number): Promise<boolean> {
    this.#forget(taken);
    const first = this.#untaken.shift()?.subarray(taken - this.#untakenFrom);
    let padding = this.received - taken;
    if (padding > MOST_PADDING || ![first ?? new Uint8Array(), ...this.#untaken].every(isZero)) return false;
    for (let item = await this.#source.next(); item.done !== true; item = await this.#source.next()) {
      padding += item.value.byteLength;
      if (padding > MOST_PADDING || !isZero(item.value)) return false;
    }
    return true;
  }

  #forget(taken: number): void {
    for (let [first] = this.#untaken; first !== undefined; [first] = this.#untaken) {
      if (this.#untakenFrom + first.byteLength > taken) return;
      this.#untakenFrom += first.byteLength;
      this.#untaken.shift();
      this.#passed.add(first);
    }
  }
}

function explainZlib(error: unknown, complain: Complain): unknown {
  if (!isErrorLike(error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error.code === 'Z_BUF_ERROR') {
    return complain('truncated', 'ends in the middle of its gzip stream', { cause: error });
  }
  return error.code.startsWith('Z_')
    ? complain('corrupt', `is damaged gzip: ${error.message}`, { cause: error })
    : error;
}

/** A JSON error or a proxy's page in place of an archive, which no tar begins like: its first block has zeros in it. */
function notAnArchive(head: Buffer, complain: Complain): Error {
  const body = complain.quotable(head.toString('utf8'));
  const hint = gatewayHint('Astral.Platform', { status: 200, headers: {}, body });
  const shown = /^\s*[{[<]/.test(body)
    ? `, it begins with ${body.slice(0, 300).replaceAll(/\s+/g, ' ').trim()}`
    : '';
  return complain('not-an-archive', `is none${shown}`, hint === undefined ? {} : { hint });
}

async function firstBytes(source: AsyncIterator<Uint8Array>, wanted: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < wanted) {
    const item = await source.next();
    if (item.done === true) break;
    parts.push(item.value);
    size += item.value.byteLength;
  }
  return Buffer.concat(parts);
}

async function* prepend(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.byteLength > 0) yield head;
  for (let item = await rest.next(); item.done !== true; item = await rest.next()) yield item.value;
}
