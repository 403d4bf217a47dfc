import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/** Which of the five clocks ran out; see `Timeouts`. */
export type TimeoutPhase = 'connect' | 'headers' | 'idle' | 'attempt' | 'deadline';

/** A time limit passed. `phase` says which one. Code `TIMEOUT`. */
export class TimeoutError extends PartnerApiError {
  static override readonly kind = 'TimeoutError';
  declare readonly code: 'TIMEOUT';
  /** Which limit it was: the one of `Timeouts` whose name begins so. */
  readonly phase: TimeoutPhase;
  /** True where nothing of the request can have reached the other side: it can be sent again, whatever it does. */
  readonly neverSent: boolean;

  constructor(message: string, phase: TimeoutPhase, context?: ErrorContext, neverSent = false) {
    super('TIMEOUT', message, context);
    this.phase = phase;
    this.neverSent = neverSent;
  }

  protected override details(): Record<string, unknown> {
    return this.neverSent ? { phase: this.phase, neverSent: true } : { phase: this.phase };
  }
}
