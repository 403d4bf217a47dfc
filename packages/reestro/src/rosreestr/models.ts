import type { FeedEvent } from '../events/feed-event.ts';
import type { LooseObject, OpenText } from '../wire/models.ts';

/** States of a document flow that the documentation names. There are more: the first one, for example, is not named. */
export type DocflowState = OpenText<
  | 'Sending'
  | 'WaitingServicePayment'
  | 'WaitingSignStatements'
  | 'AwaitingGovFeePayment'
  | 'Accepted'
  | 'Processing'
  | 'Processed'
  | 'Suspend'
  | 'Rejected'
  | 'TimeOut'
  | 'ValidationError'
>;

/** What to get an extract of. */
export interface ObjectExtract {
  /** Kind of extract; read from `objectExtractType` too. */
  extractType?: OpenText<'Base'> | undefined;
  /** The objects, each with its `cadastralNumber`; read from `object` too. */
  objects?: Record<string, unknown>[] | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** A document flow with Rosreestr. Documentation of the send method, and programs of others. */
export interface Docflow {
  /** Id of the flow. */
  docflowId: string;
  /** Where it is. */
  docflowState?: DocflowState | undefined;
  /** What it is: the name of its description, beginning with a capital. */
  docflowType?: OpenText<'ObjectExtract'> | undefined;
  /** ISO 8601 in UTC with six digits after the second. */
  creationDate?: string | undefined;
  /** Of an extract. Other descriptions (`moveRight`, `leaseAgreement` …) are kept as they came. */
  objectExtract?: ObjectExtract | undefined;
  /** An encumbrance that is imposed or lifted; read from `encumbrances` too. */
  encumbrance?: unknown;
  /** Of a package: the flows made of it, as they came. */
  descendants?: unknown[] | undefined;
  /** Members that the documentation does not have are kept as they came. */
  [member: string]: unknown;
}

/** What a document flow is about: exactly one member is given. */
export interface DocflowBody {
  /** EGRN extract, such as `{ extractType: 'Base', objects: [{ cadastralNumber }] }`. */
  readonly objectExtract?: LooseObject | undefined;
  /** Registers ownership. */
  readonly primaryRight?: LooseObject | undefined;
  /** Transfers ownership. */
  readonly moveRight?: LooseObject | undefined;
  /** Changes an agreement: assignment, addendum, termination. */
  readonly changeDealArrangement?: LooseObject | undefined;
  /** Imposes or lifts an encumbrance. */
  readonly encumbrance?: LooseObject | undefined;
  /** The same under the plural name that one page of the documentation has. */
  readonly encumbrances?: LooseObject | undefined;
  /** Shared-construction agreement. */
  readonly equityAgreement?: LooseObject | undefined;
  /** Lease. */
  readonly leaseAgreement?: LooseObject | undefined;
  /** Several flows at once, split on sending. */
  readonly package?: LooseObject | undefined;
  /** Cancels, suspends or resumes a request. */
  readonly action?: LooseObject | undefined;
  /** Further documents for a flow. */
  readonly additionalPackage?: LooseObject | undefined;
}

/** An event of document flows: a payment, a fee, statements to sign, an answer of Rosreestr, an error. */
export type DocflowEvent = FeedEvent;
/** An event of monitorings: begun, changes found, an extract ordered or processed. */
export type MonitoringEvent = FeedEvent;

/** An object that is monitored, with whatever the vendor says about it. */
export type MonitoredObject = Record<string, unknown>;

/** Which monitored objects to list. */
export interface MonitoringQuery {
  /** Objects created before this one. Default: from the newest. */
  readonly afterMonitoringId?: string | undefined;
  /** Your own id of a group of requests. */
  readonly correlationId?: string | undefined;
  /** Most objects to get. Default: the vendor's, 30; its maximum is not documented. */
  readonly count?: number | undefined;
}
