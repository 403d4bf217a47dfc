import type { Clock } from './clock.ts';

/** Why a call was ended from outside the transport. The pipeline turns it into the error that the caller gets. */
export class Ended {
  readonly by: 'caller' | 'attempt' | 'deadline' | 'close';
  readonly reason: unknown;

  constructor(by: Ended['by'], reason?: unknown) {
    this.by = by;
    this.reason = reason;
  }
}

/**
 * The life of one call: its deadline, the caller's signal and the time limit of the current attempt, joined in one signal. Holds one
 * listener and two timers at most, and none after {@link end}.
 */
export class CallScope {
  readonly #clock: Clock;
  readonly #caller: AbortSignal | undefined;
  readonly #onAbort: () => void;
  readonly #cancelDeadline: (() => void) | undefined;
  readonly #endsAt: number;
  #controller = new AbortController();
  #cancelAttempt: (() => void) | undefined;
  #onEnd: (() => void) | undefined;

  constructor(clock: Clock, caller: AbortSignal | undefined, deadlineMs: number) {
    this.#clock = clock;
    this.#caller = caller;
    this.#onAbort = () => this.abort(new Ended('caller', caller?.reason));
    this.#endsAt = clock.now() + deadlineMs;
    if (Number.isFinite(deadlineMs)) {
      this.#cancelDeadline = clock.schedule(deadlineMs, () => this.abort(new Ended('deadline')));
    }
    if (caller?.aborted === true) this.#onAbort();
    else caller?.addEventListener('abort', this.#onAbort);
  }

  /** Aborts with an {@link Ended} as its reason. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Milliseconds until the deadline. */
  get remainingMs(): number {
    return this.#endsAt - this.#clock.now();
  }

  /** Starts the clock of one attempt. An attempt that timed out before leaves the call itself usable. */
  startAttempt(ms: number): void {
    this.endAttempt();
    const reason: unknown = this.#controller.signal.reason;
    if (reason instanceof Ended && reason.by === 'attempt') this.#controller = new AbortController();
    if (Number.isFinite(ms)) {
      this.#cancelAttempt = this.#clock.schedule(ms, () => this.abort(new Ended('attempt')));
    }
  }

  /** Stops the clock of the current attempt. */
  endAttempt(): void {
    this.#cancelAttempt?.();
    this.#cancelAttempt = undefined;
  }

  abort(reason: Ended): void {
    this.#controller.abort(reason);
  }

  /** Runs `action` when the scope ends; one at a time. */
  onEnd(action: () => void): void {
    this.#onEnd = action;
  }

  /** Lets go of the caller's signal and of all timers. */
  end(): void {
    this.endAttempt();
    this.#cancelDeadline?.();
    this.#caller?.removeEventListener('abort', this.#onAbort);
    this.#onEnd?.();
    this.#onEnd = undefined;
  }
}
