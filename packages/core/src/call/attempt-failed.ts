import type { FailureFacts } from '../operation/profile.ts';

/** An attempt that failed, with what decides whether another one follows. */
export class AttemptFailed extends Error {
  readonly error: unknown;
  readonly facts: FailureFacts;

  constructor(error: unknown, facts: FailureFacts = {}) {
    super('attempt failed');
    this.error = error;
    this.facts = facts;
  }
}
