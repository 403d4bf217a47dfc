import type { ErrorContext, PartnerApiError } from '../errors/partner-api-error.ts';

/** What the strategy knows about its failure. */
export interface CredentialFacts {
  /** It may work later. */
  readonly transient?: boolean;
  /** Least wait before the next attempt, in milliseconds; the back-off comes on top. */
  readonly floorMs?: number | undefined;
}

/**
 * No credential could be had, by a strategy that knows why. One failure may stop many calls, so it is not their error itself: the pipeline
 * makes one for each of them, and tries those again that may be.
 */
export class CredentialFailed extends Error {
  /** Makes the error of a call; the context is that call's. */
  readonly errorFor: (context: ErrorContext) => PartnerApiError;
  /** Whether and when another attempt may help. */
  readonly facts: CredentialFacts;

  constructor(errorFor: CredentialFailed['errorFor'], facts: CredentialFacts = {}) {
    super('no credential could be had');
    this.errorFor = errorFor;
    this.facts = facts;
  }
}
