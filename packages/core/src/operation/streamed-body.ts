import type { ResponseHeaders } from '../errors/http-errors.ts';
import type { StreamOptions } from '../transport/transport.ts';

/** The bytes of an answer, to be read once. */
export interface StreamedBody {
  /** HTTP status. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ResponseHeaders;
  /** Bytes announced, when they were. */
  readonly size: number | undefined;
  /** The chunks as they come. Leaving the iteration ends the call; a failure in the middle rejects it with a PartnerApiError. */
  stream(options?: StreamOptions): AsyncIterable<Uint8Array>;
  /** Ends the call without reading on. */
  discard(): void;
}
