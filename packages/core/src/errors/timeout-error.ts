import { type ErrorContext, PartnerApiError } from './partner-api-error.ts';

/** Which of the five clocks ran out; see `Timeouts`. */
export type TimeoutPhase = 'connect' | 'headers' | 'idle' | 'attempt' | 'deadline';

/** A time limit passed. `phase` says which one. Code `TIMEOUT`. */
export class TimeoutError extends PartnerApiError {
  static override readonly kind = 'TimeoutError';
  readonly phase: TimeoutPhase;

  constructor(message: string, phase: TimeoutPhase, context?: ErrorContext) {
    super('TIMEOUT', message, context);
    this.phase = phase;
  }

  protected override details(): Record<string, unknown> {
    return { phase: this.phase };
  }
}
