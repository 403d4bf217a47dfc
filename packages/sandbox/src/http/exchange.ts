import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RecordedPart } from '../requests/details.ts';
import type { OpenRecord } from '../requests/ledger.ts';
import type { Answer } from './answer.ts';

/** The two sides of a real connection; absent when a request came through `fetch`. */
export interface Connection {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** One request, as a vendor's handler sees it. */
export interface Exchange {
  readonly method: string;
  readonly headers: Headers;
  /** Scheme, host and port under which the client asked. */
  readonly origin: string;
  /** Address that the request came from; empty when it came through `fetch`. */
  readonly source: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** A named part of the path, decoded; empty when the path has no such part. */
  param(name: string): string;
  /** Aborts when the client has gone, and when the server closes. */
  readonly signal: AbortSignal;
  /** The body, piece by piece; an answer may be given before it was read. */
  body(): AsyncIterable<Uint8Array>;
  /** Says which files came in a multipart body, or are in the archive that is the answer: for the inspector. */
  list(what: 'request' | 'answer', parts: readonly RecordedPart[]): void;
  /** Entry of the ledger, to which a handler adds what it found out. */
  readonly record: OpenRecord;
}

/** Serves one operation. Throwing a `Refusal` answers with it; throwing anything else is a fault of the sandbox: 500. */
export type Handler = (exchange: Exchange) => Answer | Promise<Answer>;
