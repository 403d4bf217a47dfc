import type { HttpError, HttpFailure, ResponseHeaders } from '../errors/http-errors.ts';
import type { ErrorContext } from '../errors/partner-api-error.ts';

/** An answer as a vendor's rules see it. */
export interface Answer {
  /** HTTP status. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ResponseHeaders;
  /** Parsed JSON; text that is not JSON; undefined for an empty body. */
  readonly body: unknown;
}

/** A class for an answer that means failure. */
export type HttpErrorClass = new (message: string, failure: HttpFailure, context?: ErrorContext) => HttpError;

/** What the transport or the vendor said about a failure beside its error. */
export interface FailureFacts {
  /** The request cannot have arrived. */
  readonly neverSent?: boolean;
  /** The vendor did not start to act. */
  readonly notStarted?: boolean;
  /** The vendor calls it temporary. */
  readonly transient?: boolean;
  /** Least wait before the next attempt, in milliseconds; the back-off comes on top. */
  readonly floorMs?: number | undefined;
}

/** What a vendor says about an answer that means failure. */
export interface Failure {
  /** The status that decides, when it is not the HTTP status. */
  readonly status?: number | undefined;
  /** The vendor's own words, for the message. */
  readonly text?: string | undefined;
  /** The body as the error shows it, where the vendor writes the same thing in several ways. Default: as it arrived. */
  readonly body?: unknown;
  /** The vendor's id for the request. Default: `x-request-id` of the answer. */
  readonly requestId?: string | undefined;
  /** What to do, in one line. */
  readonly hint?: string | undefined;
  /** The vendor says that it did not start to act: any operation may be sent again. */
  readonly notStarted?: boolean;
  /** The vendor says that the same request may work later: a read or idempotent one may be sent again. */
  readonly transient?: boolean;
  /** A class of the vendor's own for this failure. Default: the one of the status. */
  readonly ErrorClass?: HttpErrorClass | undefined;
  /** Least wait before the next attempt, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** Least wait before the next attempt where the answer names none, in milliseconds; the back-off comes on top, and no option caps it. */
  readonly floorMs?: number | undefined;
}

/** What is known of a connection that failed. */
export interface ConnectionFound {
  /** How long after the request was sent, in milliseconds. */
  readonly ageMs: number;
  /** Whether an answer had begun. */
  readonly answered: boolean;
}

/** Everything that sets one vendor apart from another, as far as the pipeline needs to know. */
export interface VendorProfile {
  /** Lower-case name, as it stands on errors. */
  readonly vendor: string;
  /** Name for people, as it stands in messages. */
  readonly title: string;
  /** Members of bodies whose values are personal or secret: errors, logs and hooks show `[redacted]` instead, whatever they are. */
  readonly hiddenMembers?: readonly string[];
  /** Which HTTP statuses are success. */
  readonly succeeded: (status: number) => boolean;
  /** Reads a failure out of an answer. For a success with JSON: undefined unless the body says that it failed after all. */
  readonly readFailure: (answer: Answer) => Failure | undefined;
  /** What to do about a connection that failed, by system code, or by `TIMEOUT:` and the limit where nothing came in time. */
  readonly connectionHint?: (reason: string, found: ConnectionFound) => string | undefined;
}
