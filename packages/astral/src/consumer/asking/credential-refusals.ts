import { type Clock, isHttpError } from '@partner-apis/core/user';
import { bodyStatus, problemOf } from '../../api/profile.ts';

/** Requests refused within this time met the same moment of whatever refused them, in milliseconds. */
const SAME_MOMENT = 500;

/**
 * Whether a refusal of the credential ends a consumer. That of the platform does at once; it comes in the platform's envelope. One without
 * may be the page of a proxy that is being restarted: it counts when it comes a second time with nothing else in between.
 */
export class CredentialRefusals {
  readonly #clock: Clock;
  #first: { readonly status: number; readonly at: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Looks at an error that asking again would not mend, if it is what it looks like. */
  believed(error: unknown): boolean {
    if (!isHttpError(error) || (error.status !== 401 && error.status !== 403)) return true;
    if (bodyStatus(error.body) !== undefined || typeof problemOf(error.body)?.title === 'string') return true;
    const now = this.#clock.now();
    if (this.#first?.status === error.status) return now - this.#first.at >= SAME_MOMENT;
    this.#first = { status: error.status, at: now };
    return false;
  }

  /** Something was answered as it should be. */
  forget(): void {
    this.#first = undefined;
  }
}
