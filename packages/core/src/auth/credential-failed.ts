import type { ErrorContext, PartnerApiError } from '../errors/partner-api-error.ts';
import type { FailureFacts } from '../operation/profile.ts';

/**
 * No credential could be had, by a strategy that knows why. One failure may stop many calls, so it is not their error itself: the pipeline
 * makes one for each of them, and tries those again that may be.
 */
export class CredentialFailed extends Error {
  /** Makes the error of a call; the context is that call's. */
  readonly errorFor: (context: ErrorContext) => PartnerApiError;
  readonly facts: Pick<FailureFacts, 'transient' | 'floorMs'>;

  constructor(errorFor: CredentialFailed['errorFor'], facts: CredentialFailed['facts'] = {}) {
    super('no credential could be had');
    this.errorFor = errorFor;
    this.facts = facts;
  }
}
