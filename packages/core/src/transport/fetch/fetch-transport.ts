import { ConfigurationError } from '../../errors/configuration-error.ts';
import { checkFetch } from '../check-options.ts';
import { failed } from '../failure-of.ts';
import { fetchBody } from './fetch-body.ts';
import { discard, type FetchedResponse, type FetchLike } from './fetch-like.ts';
import { FetchWatch } from './fetch-watch.ts';
import type { StreamBody, Transport, TransportRequest } from '../transport.ts';

/** Options of {@link fetchTransport}. */
export interface FetchTransportOptions {
  /** A function shaped like the global `fetch`, which is the default and is looked up on each call, so that mocks see it. */
  readonly fetch?: FetchLike;
}

/**
 * Sends through `fetch`: for msw, other runtimes and corporate wrappers. It cannot see when a connection is made, so `connectMs` is
 * not applied (it counts into `headersMs`), and Node.js's own fetch gives up after 300 s without headers, whatever `headersMs` says:
 * keep long polls below that, or use `undiciTransport()`.
 *
 * fetch unpacks bodies with a `Content-Encoding`, and takes half of a gzip, deflate or br body for all of it. The SDK asks for
 * `identity`; where a proxy packs all the same, files, streams and answers in bytes are refused (`CONTENT_ENCODING`), because nobody
 * could tell whether they are whole. JSON goes on: cut, it is none. `undiciTransport()` unpacks by itself and sees every cut.
 */
export function fetchTransport(options: FetchTransportOptions = {}): Transport {
  checkFetch(options.fetch);
  return {
    name: 'fetch',
    async send(request) {
      if (request.signal.aborted) throw request.signal.reason;
      const send: FetchLike = options.fetch ?? globalThis.fetch;
      const watch = new FetchWatch(request.signal, request.headersMs);
      try {
        watch.waitForHeaders();
        const response = await watch.race(send(request.url, init(request, watch) as never), (late) =>
          discard(late.body),
        );
        watch.answered();
        const headers = flat(response.headers);
        return { status: response.status, headers, body: fetchBody(response, headers, request, watch) };
      } catch (error) {
        watch.end();
        throw watch.signal.aborted ? watch.signal.reason : failed(error, 'FETCH_FAILED');
      }
    },
    async close() {
      // fetch owns no connections that could be closed from here.
    },
  };
}

function init(request: TransportRequest, watch: FetchWatch): RequestInit {
  const { body } = request;
  const base = {
    method: request.method,
    headers: request.headers,
    redirect: 'manual',
    signal: watch.signal,
  } as const;
  if (body === undefined) return base;
  if (typeof body === 'string') return { ...base, body };
  // Buffers over shared memory are never made here, which is all that the narrower DOM type excludes.
  if (body instanceof Uint8Array) return { ...base, body: body as Uint8Array<ArrayBuffer> };
  const stream = ReadableStream.from(upload(body, watch));
  // What takes only what it knows writes other objects out as text (node-fetch): that must end before anything is sent.
  Object.defineProperty(stream, Symbol.toPrimitive, { value: cannotStream });
  // `duplex` is required for streams and still missing from the lib types.
  const streamed: RequestInit & { duplex: 'half' } = {
    ...base,
    body: stream,
    duplex: 'half',
  };
  return streamed;
}

/**
 * The wait for headers rests while the caller's own source is slow, and starts again with every chunk handed to fetch. Ends with its
 * request: the fetch of Node.js 24 goes on reading its source after it has failed, for ever where the source never waits.
 */
async function* upload(body: StreamBody, watch: FetchWatch): AsyncGenerator<Uint8Array> {
  watch.rest();
  for await (const chunk of body.open()) {
    if (watch.over) throw new Error('the request is over');
    watch.waitForHeaders();
    yield chunk;
    watch.rest();
  }
  watch.waitForHeaders();
}

function cannotStream(): never {
  throw new ConfigurationError('fetchTransport: its fetch cannot send a stream, so nothing was sent.', {
    hint: 'Give it a fetch that takes a ReadableStream, as the global one does, or use undiciTransport().',
  });
}

function flat(headers: FetchedResponse['headers']): Record<string, string> {
  const all: Record<string, string> = {};
  headers.forEach((value, name) => {
    all[name] = value;
  });
  return all;
}
