import { Readable } from 'node:stream';
import { decoded } from '../content-coding.ts';
import { failed, failureOf } from '../failure-of.ts';
import { collect, contentCodings } from '../framing.ts';
import { IdleClock } from '../idle-clock.ts';
import type { ReadBody, TransportBody, TransportRequest, TransportResponse } from '../transport.ts';
import type { ConnectionUse } from './connection-use.ts';
import { type Dispatcher, undici } from './undici.ts';

/** With so many bytes waiting for a reader no more are taken in. */
const MOST_HELD = 64 * 1024;

/** The headers of an answer as undici gives them: repeated ones as a list. */
export type RawHeaders = Record<string, string | string[] | undefined>;

/** What becomes of a request that is answered, and of one that is not. */
interface Outcome {
  answered(response: TransportResponse): void;
  failed(error: unknown): void;
}

/**
 * The answer to one request, as undici reports it, kept until somebody reads it. A small body has arrived with its headers: then there
 * is no stream to build, no time to limit and nothing to wait for. undici's own `request()` builds a stream each time.
 */
export class ArrivingAnswer implements Dispatcher.DispatchHandler, TransportBody {
  readonly #request: TransportRequest;
  readonly #sent: unknown;
  readonly #use: ConnectionUse | undefined;
  readonly #outcome: Outcome;
  readonly #onAbort: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #response: TransportResponse | undefined;
  /** Arrived and not read yet. */
  #chunks: Buffer[] = [];
  #held = 0;
  #received = 0;
  #over = false;
  /** Why it ended before its end. */
  #failure: unknown;
  /** What whoever waits has to know of. */
  #news: (() => void) | undefined;

  /**
   * @param sent - The body that goes out.
   * @param use - What looks after its connection, where that may be held by answers which nobody reads.
   */
  constructor(request: TransportRequest, sent: unknown, use: ConnectionUse | undefined, outcome: Outcome) {
    this.#request = request;
    this.#sent = sent;
    this.#use = use;
    this.#outcome = outcome;
    // Without a signal in its options undici has none to watch; with one it would be only once it has a connection.
    // A function that is assigned to a member at once is made in old space, and keeps all that it knows until a full garbage collection.
    const onAbort = (): void => this.end(request.signal.reason);
    this.#onAbort = onAbort;
    request.signal.addEventListener('abort', onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#over) {
      controller.abort(new undici.errors.RequestAbortedError());
      return;
    }
    this.#use?.start();
    this.#request.sending?.();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, raw: RawHeaders): void {
    // Informational ones come before the answer itself.
    if (status < 200) return;
    this.#use?.move();
    this.#response = { status, headers: flat(raw), body: this };
    this.#outcome.answered(this.#response);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#over) return;
    this.#use?.move();
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    this.#held += chunk.length;
    if (this.#news !== undefined) this.#news();
    else if (this.#held >= MOST_HELD) controller.pause();
  }

  onResponseEnd(): void {
    // undici has compared it with the announced length.
    this.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.end(error);
  }

  async read(limit: number): Promise<ReadBody> {
    if (this.#codings().length > 0) return collect(this.stream(), limit);
    if (!this.#over && this.#received <= limit) await this.#moreThan(limit);
    const chunks = this.#chunks;
    const bytes = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    if (this.#received <= limit) {
      this.#throwFailure();
      return { bytes, truncated: false };
    }
    this.discard();
    return { bytes: bytes.subarray(0, limit), truncated: true };
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    try {
      yield* decoded(this.#arrivals(), this.#codings());
    } finally {
      // A decoder reads ahead: what it waits for must not keep the connection.
      this.discard();
    }
  }

  discard(): void {
    if (!this.#over) this.end(new undici.errors.RequestAbortedError());
  }

  async *#arrivals(): AsyncGenerator<Uint8Array> {
    // Nobody begins with a body of which it is known that its end will not come.
    this.#throwFailure();
    while (!this.#request.signal.aborted) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#held -= chunk.length;
        yield chunk;
      } else if (this.#over) break;
      else await this.#moreThan(this.#received);
    }
    this.#throwFailure();
  }

  /** Waits until more than so many bytes have arrived, or for the end; no longer than the other side may rest. */
  #moreThan(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      const idle = new IdleClock(this.#request.idleMs, (failure) => this.end(failure));
      const news = (): void => {
        idle.stop();
        if (this.#over || this.#received > bytes) {
          this.#news = undefined;
          if (this.#use !== undefined) this.#use.awaited = false;
          resolve();
        } else idle.start();
      };
      this.#news = news;
      if (this.#use !== undefined) this.#use.awaited = true;
      idle.start();
      this.#controller?.resume();
    });
  }

  /** It ends here, with a failure or because it is whole. */
  end(failure?: unknown): void {
    if (this.#over) return;
    this.#use?.end();
    this.#over = true;
    this.#failure = failure;
    const { signal } = this.#request;
    signal.removeEventListener('abort', this.#onAbort);
    if (failure !== undefined) {
      // Of a request that has failed by itself there is nothing left to abort, and undici knows that.
      this.#controller?.abort(new undici.errors.RequestAbortedError());
      if (this.#sent instanceof Readable) this.#sent.destroy();
      if (this.#response === undefined)
        this.#outcome.failed(signal.aborted ? signal.reason : failed(failure, 'TRANSPORT_FAILED'));
    }
    this.#news?.();
  }

  #throwFailure(): void {
    const { signal } = this.#request;
    if (signal.aborted) throw signal.reason;
    if (this.#failure !== undefined) throw failureOf(this.#failure, 'TRANSPORT_FAILED');
  }

  #codings(): ReturnType<typeof contentCodings> {
    return this.#response === undefined ? [] : contentCodings(this.#response.headers);
  }
}

/** Headers as text. */
export function flat(headers: RawHeaders): Record<string, string> {
  for (const name in headers) {
    const value = headers[name];
    if (Array.isArray(value)) headers[name] = value.join(', ');
  }
  // Repeated headers were the only values that are not strings.
  return headers as Record<string, string>;
}
