import type { Readable } from 'node:stream';
import type { ResponseHeaders } from '../../errors/http-errors.ts';
import { ChunkReader } from './chunk-reader.ts';
import { decoded } from '../content-coding.ts';
import { failureOf } from '../failure-of.ts';
import { announced, collect, contentCodings, cut } from '../framing.ts';
import { IdleClock } from '../idle-clock.ts';
import type { TransportBody, TransportRequest } from '../transport.ts';

/** Wraps the body stream of an answer that came through undici's `request()`. */
export function bodyOf(
  readable: Readable,
  status: number,
  headers: ResponseHeaders,
  { method, signal, idleMs }: TransportRequest,
): TransportBody {
  const declared = announced(method, status, headers);
  // An abort between headers and reading destroys the stream; its error has no other listener (nodejs/undici#3353).
  readable.on('error', ignore);

  /** undici can report a closed connection after it has delivered every byte. */
  const complete = (received: number): boolean => received === declared && !signal.aborted;
  const explain = (error: unknown): unknown =>
    signal.aborted ? signal.reason : failureOf(error, 'TRANSPORT_FAILED');
  const expire = (failure: Error): void => {
    readable.destroy(failure);
  };

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

  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* decoded(plainChunks(), contentCodings(headers));
    } finally {
      // A decoder reads ahead: what it waits for must not keep the connection.
      readable.destroy();
    }
  }

  return {
    read: (limit) => collect(chunks(), limit),
    stream: chunks,
    discard() {
      readable.destroy();
    },
  };
}

function ignore(): void {}
