import type { Readable } from 'node:stream';
import type { ResponseHeaders } from '../errors/http-error.ts';
import { failureOf } from './failure-of.ts';
import { TransportFailure, type TransportBody, type TransportRequest } from './transport.ts';

/** Wraps the body stream of an undici answer. */
export function bodyOf(
  readable: Readable,
  headers: ResponseHeaders,
  request: TransportRequest,
): TransportBody {
  const declared = request.method === 'HEAD' ? undefined : contentLength(headers);
  // An abort between headers and reading destroys the stream; its error has no other listener (nodejs/undici#3353).
  readable.on('error', ignore);

  const explain = (error: unknown): unknown =>
    request.signal.aborted ? request.signal.reason : failureOf(error);
  /** undici can report a closed connection after it has delivered every byte. */
  const complete = (received: number): boolean => declared !== undefined && received === declared;

  return {
    read(limit) {
      return new Promise((resolve, reject) => {
        if (readable.destroyed) {
          reject(explain(readable.errored ?? cut(0, declared)));
          return;
        }
        const chunks: Buffer[] = [];
        let size = 0;
        const settle = (truncated: boolean): void => {
          const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
          resolve({ bytes: truncated ? bytes.subarray(0, limit) : bytes, truncated });
        };
        readable.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.length;
          if (size <= limit) return;
          settle(true);
          readable.destroy();
        });
        readable.on('end', () => {
          if (declared === undefined || complete(size)) settle(false);
          else reject(cut(size, declared));
        });
        readable.on('error', (error) => {
          if (complete(size) && !request.signal.aborted) settle(false);
          else reject(explain(error));
        });
        // `end` may have been swallowed by a destroy without an error.
        readable.on('close', () => reject(explain(cut(size, declared))));
      });
    },
    async *stream() {
      let received = 0;
      try {
        // undici's stream has no types of its own; its chunks are buffers.
        for await (const chunk of readable as AsyncIterable<Buffer>) {
          received += chunk.length;
          yield chunk;
        }
        if (declared !== undefined && !complete(received)) throw cut(received, declared);
      } catch (error) {
        if (!complete(received) || request.signal.aborted) throw explain(error);
      } finally {
        readable.destroy();
      }
    },
    discard() {
      readable.destroy();
    },
  };
}

function ignore(): void {}

function cut(received: number, declared: number | undefined): TransportFailure {
  const cause = new Error(
    `the answer ended after ${received} of ${declared ?? 'an unknown number of'} bytes`,
  );
  return new TransportFailure('BODY_CUT', { cause });
}

/** Bytes announced for the body as it arrives; undefined when nothing was, or when the body is decoded on the way. */
export function contentLength(headers: ResponseHeaders): number | undefined {
  const text = headers['content-length'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
