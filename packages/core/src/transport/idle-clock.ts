import { systemClock } from '../time/clock.ts';
import { TransportFailure } from './transport.ts';

/** The time that may pass between two chunks of an answer. Runs only while somebody waits for one. */
export class IdleClock {
  readonly #ms: number;
  readonly #expired: (failure: TransportFailure) => void;
  #cancel: (() => void) | undefined;

  constructor(ms: number, expired: (failure: TransportFailure) => void) {
    this.#ms = ms;
    this.#expired = expired;
  }

  /** Somebody begins to wait. */
  start(): void {
    this.stop();
    if (!Number.isFinite(this.#ms)) return;
    this.#cancel = systemClock.schedule(this.#ms, () =>
      this.#expired(new TransportFailure('BODY_TIMEOUT', { phase: 'idle' })),
    );
  }

  /** Nobody waits any more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
