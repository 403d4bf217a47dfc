import type { Readable } from 'node:stream';
import type { ResponseHeaders } from '../../errors/http-errors.ts';
import { ChunkReader } from './chunk-reader.ts';
import { decoded } from '../content-coding.ts';
import { failureOf } from '../failure-of.ts';
import { announced, collect, contentCodings, cut } from '../framing.ts';
import { IdleClock } from '../idle-clock.ts';
import type { ReadBody, TransportBody, TransportRequest } from '../transport.ts';

/** Wraps the body stream of an undici answer. */
export function bodyOf(
  readable: Readable,
  status: number,
  headers: ResponseHeaders,
  request: TransportRequest,
): TransportBody {
  const { method, signal, idleMs } = request;
  const declared = announced(method, status, headers);
  const codings = contentCodings(headers);
  const plain = codings.length === 0;
  // An abort between headers and reading destroys the stream; its error has no other listener (nodejs/undici#3353).
  readable.on('error', ignore);

  /** undici can report a closed connection after it has delivered every byte. */
  const complete = (received: number): boolean => received === declared && !signal.aborted;
  const explain = (error: unknown): unknown =>
    signal.aborted ? signal.reason : failureOf(error, 'TRANSPORT_FAILED');
  const expire = (failure: Error): void => {
    readable.destroy(failure);
  };

  /** The whole body by events, which costs less than iterating and is what nearly every call does. */
  function readPlain(limit: number): Promise<ReadBody> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      let settled = false;
      const idle = new IdleClock(idleMs, expire);
      const settle = (truncated: boolean): void => {
        settled = true;
        idle.stop();
        const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
        resolve({ bytes: truncated ? bytes.subarray(0, limit) : bytes, truncated });
      };
      const fail = (error: unknown): void => {
        settled = true;
        idle.stop();
        reject(explain(error));
      };
      if (readable.destroyed) {
        fail(readable.errored ?? cut(0, declared));
        return;
      }
      readable.on('data', (chunk: Buffer) => {
        if (settled) return;
        chunks.push(chunk);
        size += chunk.length;
        if (size > limit) {
          settle(true);
          readable.destroy();
        } else {
          idle.start();
        }
      });
      readable.on('end', () => {
        if (settled) return;
        if (declared === undefined || size === declared) settle(false);
        else fail(cut(size, declared));
      });
      readable.on('error', (error) => {
        if (settled) return;
        if (complete(size)) settle(false);
        else fail(error);
      });
      // A stream that is destroyed without an error says nothing else.
      readable.on('close', () => {
        if (!settled) fail(cut(size, declared));
      });
      idle.start();
    });
  }

  async function* plainChunks(): AsyncGenerator<Uint8Array> {
    let received = 0;
    const idle = new IdleClock(idleMs, expire);
    try {
      const arrivals = new ChunkReader(readable);
      for (;;) {
        idle.start();
        const chunk = await arrivals.next();
        idle.stop();
        if (chunk === undefined) break;
        received += chunk.length;
        yield chunk;
      }
      if (declared !== undefined && received !== declared) throw cut(received, declared);
    } catch (error) {
      if (!complete(received)) throw explain(error);
    } finally {
      idle.stop();
      readable.destroy();
    }
  }

  async function* decodedChunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* decoded(plainChunks(), codings);
    } finally {
      // The decoder reads ahead: what it waits for must not keep the connection.
      readable.destroy();
    }
  }

  const stream = (): AsyncIterable<Uint8Array> => (plain ? plainChunks() : decodedChunks());
  /** A small answer has arrived with its headers: then there is nothing to wait for, and no time to limit. */
  function readAtOnce(limit: number): ReadBody | undefined {
    if (declared === undefined || declared > limit || readable.readableLength < declared) return undefined;
    const bytes: unknown = readable.read();
    readable.resume();
    return { bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array(), truncated: false };
  }

  return {
    async read(limit) {
      if (!plain) return collect(stream(), limit);
      return readAtOnce(limit) ?? readPlain(limit);
    },
    stream,
    discard() {
      readable.destroy();
    },
  };
}

function ignore(): void {}
