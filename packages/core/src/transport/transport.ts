import type { ResponseHeaders } from '../errors/http-errors.ts';

/** A request body that is streamed. Opened once per attempt, so that a retry sends it from the start. */
export interface StreamBody {
  /** Its media type, sent as `content-type`. */
  readonly contentType: string;
  /** Bytes in all, when known; else the body goes out chunked. */
  readonly length?: number | undefined;
  /**
   * Starts reading from the beginning. Leaving the iteration early must release what it holds. Chunks of files are overwritten once they have
   * been sent: a transport that keeps one copies it.
   */
  open(): AsyncIterable<Uint8Array>;
}

/** One attempt, ready to be sent. */
export interface TransportRequest {
  /** HTTP method. */
  readonly method: string;
  /** Absolute URL. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** What is sent; nothing when absent. */
  readonly body?: string | Uint8Array | StreamBody | undefined;
  /** Aborts in every phase, the body of the answer included; its reason is what the caller gets. */
  readonly signal: AbortSignal;
  /** Milliseconds to establish a connection; `Infinity` for no limit. */
  readonly connectMs: number;
  /** Milliseconds from the request sent to the headers of the answer; chunks sent start it again. `Infinity` for no limit. */
  readonly headersMs: number;
  /** Milliseconds between two chunks of the body; `Infinity` for no limit. */
  readonly idleMs: number;
  /** Called when the request begins to go out over its connection, by a transport that {@link Transport.reportsSending}. */
  readonly sending?: (() => void) | undefined;
  /** Requests of different lanes never wait for each other's connections; long polls have their own. */
  readonly lane: 'call' | 'poll' | 'transfer';
}

/** A body that has been read. */
export interface ReadBody {
  /** What was read, at most `limit` bytes. */
  readonly bytes: Uint8Array;
  /** Whether it had more than `limit` bytes. */
  readonly truncated: boolean;
  /** True where its end may be missing without a sign. Then only what proves itself by its syntax, as JSON does, is taken for whole. */
  readonly unproven?: boolean;
}

/** How a body is streamed. */
export interface StreamOptions {
  /** The reader sees by itself whether the bytes are whole, as of an archive. */
  readonly provesItself?: boolean;
}

/**
 * The body of an answer. Exactly one of its methods is called, once. Failures are {@link TransportFailure}s, or the signal's
 * reason after an abort.
 */
export interface TransportBody {
  /** The whole body, cut after `limit` bytes. */
  read(limit: number): Promise<ReadBody>;
  /** All chunks, as they come. Leaving the iteration destroys the connection. Refuses a body whose end may be missing without a sign. */
  stream(options?: StreamOptions): AsyncIterable<Uint8Array>;
  /** Releases the connection without reading on. */
  discard(): void;
}

/** Headers of an answer, and its body still to be read. */
export interface TransportResponse {
  /** HTTP status. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ResponseHeaders;
  /** The body, not read yet. */
  readonly body: TransportBody;
}

/** Carries requests. `undiciTransport()` and `fetchTransport()` are the two that come with the SDK. */
export interface Transport {
  /** What it is called in messages. */
  readonly name: string;
  /**
   * True for a transport that calls `sending` of each request before any of it goes out. A request that failed without it has not been sent,
   * whatever the failure. Without this every request that was handed over may have arrived, unless its failure is `neverSent`.
   */
  readonly reportsSending?: boolean;
  /**
   * Sends one request and resolves with the headers of its answer, whatever the status. Redirects are not followed.
   *
   * @throws TransportFailure, or `signal.reason` after an abort.
   */
  send(request: TransportRequest): Promise<TransportResponse>;
  /**
   * Called by each client that uses the transport, with what takes the client's secrets out of a text: for a transport that writes down what
   * passes.
   */
  scrubWith?(scrub: (text: string) => string): void;
  /** What this transport knows and nobody may see, such as the password of a proxy. Taken out of everything that its clients print. */
  secrets?(): readonly string[];
  /** Ends what the transport owns. Called once, after the last call. */
  close(): Promise<void>;
}

/** Why a request or the reading of its answer broke. The pipeline turns it into a ConnectionError or TimeoutError. */
export class TransportFailure extends Error {
  /** Name of the class, as printed. */
  override readonly name = 'TransportFailure';
  /** A system code such as `ECONNREFUSED`, or the phase whose time ran out. */
  readonly reason: string;
  /** Which limit ran out; undefined for every other failure. */
  readonly phase: 'connect' | 'headers' | 'idle' | undefined;
  /** True when the request cannot have reached the other side. */
  readonly neverSent: boolean;

  constructor(
    reason: string,
    options: { phase?: 'connect' | 'headers' | 'idle'; neverSent?: boolean; cause?: unknown } = {},
  ) {
    super(reason, { cause: options.cause });
    this.reason = reason;
    this.phase = options.phase;
    this.neverSent = options.neverSent ?? false;
  }
}
