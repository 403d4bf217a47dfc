import type { ResponseHeaders } from '../../errors/http-errors.ts';
import { failureOf } from '../failure-of.ts';
import { discard, type FetchedResponse, sourceOf } from './fetch-like.ts';
import type { FetchWatch } from './fetch-watch.ts';
import { announced, collect, contentCodings, cut } from '../framing.ts';
import { IdleClock } from '../idle-clock.ts';
import { type TransportBody, TransportFailure, type TransportRequest } from '../transport.ts';

/** Wraps the body of an answer that came through fetch. */
export function fetchBody(
  response: FetchedResponse,
  headers: ResponseHeaders,
  request: TransportRequest,
  watch: FetchWatch,
): TransportBody {
  const onWire = announced(request.method, response.status, headers);
  // fetch undoes codings, and then the length on the wire says nothing about the bytes that arrive.
  const coded = contentCodings(headers).length > 0 && response.body != null;
  const declared = coded && onWire !== 0 ? undefined : onWire;

  async function* chunks(): AsyncGenerator<Uint8Array> {
    const source = sourceOf(response.body);
    const idle = new IdleClock(request.idleMs, (failure) => watch.abort(failure));
    let received = 0;
    try {
      while (source !== undefined) {
        idle.start();
        const { done, value } = await watch.race(source.next(), ignore);
        idle.stop();
        if (done === true) break;
        if (!isBytes(value)) throw new TypeError('a chunk of the body is not bytes');
        received += value.byteLength;
        yield value;
      }
      if (declared !== undefined && received !== declared) throw cut(received, declared);
      // Nothing unpacks from the first bytes of any coding: of a body that was announced, too little came.
      if (coded && received === 0 && onWire !== undefined && onWire > 0) throw cut(0, undefined);
    } catch (error) {
      if (watch.signal.aborted) throw watch.signal.reason;
      // fetch, too, can report a closed connection after it has delivered every byte.
      if (received !== declared) throw failureOf(error, 'FETCH_FAILED');
    } finally {
      idle.stop();
      watch.end();
      source?.cancel();
    }
  }

  const leave = (): void => {
    watch.end();
    discard(response.body);
  };

  return {
    stream({ provesItself = false } = {}) {
      if (!coded || onWire === 0 || provesItself) return chunks();
      leave();
      throw unproven(headers);
    },
    async read(limit) {
      const body = await collect(chunks(), limit);
      return coded && body.bytes.length > 0 ? { ...body, unproven: true } : body;
    },
    discard: leave,
  };
}

/** fetch unpacks half a file without a word, and does not give its reader the bytes that could tell. */
function unproven(headers: ResponseHeaders): TransportFailure {
  const name = headers['content-encoding'];
  return new TransportFailure('CONTENT_ENCODING', {
    cause: new Error(
      `fetch unpacks Content-Encoding ${name} without saying whether the body was whole, although identity was asked for`,
    ),
  });
}

/** Of any realm. */
function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === '[object Uint8Array]';
}

function ignore(): void {}
