import type { IncomingHttpHeaders } from 'node:http';

/** A request as a server got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values of the headers in wire order. */
  readonly raw: readonly string[];
  /** Its body as text; empty where it was not read. */
  readonly body: string;
}
