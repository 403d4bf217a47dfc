import type { ResponseHeaders } from '../errors/http-error.ts';
import { failureOf } from './failure-of.ts';
import type { FetchWatch } from './fetch-watch.ts';
import { announced, collect, contentCoding, cut } from './framing.ts';
import { IdleClock } from './idle-clock.ts';
import type { TransportBody, TransportRequest } from './transport.ts';

/** Wraps the body of an answer that came through fetch. */
export function fetchBody(
  response: Response,
  headers: ResponseHeaders,
  request: TransportRequest,
  watch: FetchWatch,
): TransportBody {
  // fetch decodes compressed bodies, and then the length on the wire says nothing about the bytes that arrive.
  const declared =
    contentCoding(headers) === undefined ? announced(request.method, response.status, headers) : undefined;

  async function* stream(): AsyncGenerator<Uint8Array> {
    const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
    const idle = new IdleClock(request.idleMs, (failure) => watch.abort(failure));
    let received = 0;
    try {
      while (reader !== undefined) {
        idle.start();
        const { done, value } = await watch.race(reader.read(), ignore);
        idle.stop();
        if (done) break;
        received += value.byteLength;
        yield value;
      }
      if (declared !== undefined && received !== declared) throw cut(received, declared);
    } catch (error) {
      if (watch.signal.aborted) throw watch.signal.reason;
      // fetch, too, can report a closed connection after it has delivered every byte.
      if (received !== declared) throw failureOf(error);
    } finally {
      idle.stop();
      watch.end();
      // Not waited for: a stream that does not answer must not hold up whoever leaves it.
      reader?.cancel().catch(ignore);
    }
  }

  return {
    stream,
    read: (limit) => collect(stream(), limit),
    discard() {
      watch.end();
      response.body?.cancel().catch(ignore);
    },
  };
}

function ignore(): void {}
