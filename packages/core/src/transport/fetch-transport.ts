import { systemClock } from '../clock.ts';
import type { ResponseHeaders } from '../errors/http-error.ts';
import { failureOf } from './failure-of.ts';
import { contentLength } from './readable-body.ts';
import { type Transport, type TransportBody, TransportFailure, type TransportRequest } from './transport.ts';

/** Options of {@link fetchTransport}. */
export interface FetchTransportOptions {
  /** A function shaped like the global `fetch`, which is the default and is looked up on each call, so that mocks see it. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Sends through `fetch`: for msw, other runtimes and corporate wrappers. It cannot see when a connection is made, so `connectMs` is
 * not applied (it counts into `headersMs`), and Node.js's own fetch gives up after 300 s without headers, whatever `headersMs` says:
 * keep long polls below that, or use `undiciTransport()`.
 */
export function fetchTransport(options: FetchTransportOptions = {}): Transport {
  return {
    name: 'fetch',
    async send(request) {
      const send = options.fetch ?? globalThis.fetch;
      const watch = new Watch(request);
      try {
        watch.arm('headers', request.headersMs);
        const response = await send(request.url, init(request, watch));
        watch.disarm();
        const headers = Object.fromEntries(response.headers);
        return { status: response.status, headers, body: bodyOf(response, headers, request, watch) };
      } catch (error) {
        watch.end();
        throw watch.explain(error);
      }
    },
    async close() {
      // fetch owns no connections that could be closed from here.
    },
  };
}

function init(request: TransportRequest, watch: Watch): RequestInit {
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
  const source = body.open();
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      watch.arm('headers', request.headersMs);
      yield chunk;
    }
  }
  // `duplex` is required for streams and still missing from the lib types.
  const streamed: RequestInit & { duplex: 'half' } = {
    ...base,
    body: ReadableStream.from(watched()),
    duplex: 'half',
  };
  return streamed;
}

function bodyOf(
  response: Response,
  headers: ResponseHeaders,
  request: TransportRequest,
  watch: Watch,
): TransportBody {
  // fetch decodes compressed bodies, and then the length on the wire says nothing about the bytes that arrive.
  const declared =
    headers['content-encoding'] === undefined && request.method !== 'HEAD'
      ? contentLength(headers)
      : undefined;

  async function* stream(): AsyncGenerator<Uint8Array> {
    const reader: ReadableStreamDefaultReader<Uint8Array> | undefined = response.body?.getReader();
    let received = 0;
    try {
      while (reader !== undefined) {
        watch.arm('idle', request.idleMs);
        const { done, value } = await reader.read();
        watch.disarm();
        if (done) break;
        received += value.byteLength;
        yield value;
      }
      if (declared !== undefined && received !== declared) {
        throw new TransportFailure('BODY_CUT', {
          cause: new Error(`the answer ended after ${received} of ${declared} bytes`),
        });
      }
    } catch (error) {
      if (received !== declared || watch.signal.aborted) throw watch.explain(error);
    } finally {
      watch.end();
      await reader?.cancel().catch(ignore);
    }
  }

  return {
    stream,
    async read(limit) {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of stream()) {
        chunks.push(chunk);
        size += chunk.byteLength;
        if (size > limit) return { bytes: Buffer.concat(chunks).subarray(0, limit), truncated: true };
      }
      return { bytes: Buffer.concat(chunks), truncated: false };
    },
    discard() {
      watch.end();
      response.body?.cancel().catch(ignore);
    },
  };
}

function ignore(): void {}

/** Joins the caller's signal with the phase timers, since fetch takes one signal and no timers. */
class Watch {
  readonly #controller = new AbortController();
  readonly #request: TransportRequest;
  readonly #onAbort: () => void;
  #cancel: (() => void) | undefined;

  constructor(request: TransportRequest) {
    this.#request = request;
    this.#onAbort = () => this.#controller.abort(request.signal.reason);
    if (request.signal.aborted) this.#onAbort();
    else request.signal.addEventListener('abort', this.#onAbort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  arm(phase: 'headers' | 'idle', ms: number): void {
    this.#cancel?.();
    if (!Number.isFinite(ms)) return;
    const code = phase === 'headers' ? 'HEADERS_TIMEOUT' : 'BODY_TIMEOUT';
    this.#cancel = systemClock.schedule(ms, () =>
      this.#controller.abort(new TransportFailure(code, { phase })),
    );
  }

  disarm(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  end(): void {
    this.disarm();
    this.#request.signal.removeEventListener('abort', this.#onAbort);
  }

  explain(error: unknown): unknown {
    return this.signal.aborted ? this.signal.reason : failureOf(error);
  }
}
