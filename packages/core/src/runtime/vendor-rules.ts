import type * as z from 'zod/mini';
import type { ErrorContext } from '../errors/partner-api-error.ts';
import type { Logger } from '../observe/logger.ts';
import type { Safety } from '../operation/operation.ts';
import type { CallOptions } from './options.ts';

/** A call that succeeded, as {@link VendorRules.review} sees it. */
export interface Success {
  /** How messages name the call: `Vendor operation.id`. */
  readonly name: string;
  /** Of the operation: whether it only read, or may have changed something. */
  readonly safety: Safety;
  /** The body as it arrived, parsed. */
  readonly body: unknown;
  /** The body after the operation's schema. */
  readonly answer: unknown;
  /** What the call is about to resolve to. */
  readonly result: unknown;
  /** Options of the call, those of the vendor among them. */
  readonly options: CallOptions;
  /** For an error of the vendor's own. */
  readonly context: ErrorContext;
  /** The client's logger. */
  readonly logger: Logger;
  /** A copy of JSON-like data without secrets, for whatever may be printed. */
  readonly redact: (value: unknown) => unknown;
}

/** What a vendor wants of every call of one client, beside what the pipeline does for all of them. */
export interface VendorRules {
  /** Options that a call takes beside the common ones, with their schemas. */
  readonly callOptions?: z.core.$ZodShape;
  /** Bytes that the vendor takes as body of a request; a longer one is not sent. */
  readonly maxBodyBytes?: number | undefined;
  /** Bytes that the vendor takes as headers of a request, the credential's among them; longer ones are not sent. */
  readonly maxHeaderBytes?: number | undefined;
  /** Requests that may go out per second, retries included. */
  readonly requestsPerSecond?: number | undefined;
  /** Looks at every success that is data, to report what else it says; what it throws is the call's error. */
  readonly review?: (success: Success) => void;
}
