import type { Clock } from './clock.ts';

/** Why a call was ended from outside the transport. The pipeline turns it into the error that the caller gets. */
export class Ended {
  readonly by: 'caller' | 'attempt' | 'deadline' | 'discard';
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
  #current = new AbortController();
  #whole: AbortController | undefined;
  #ended: Ended | undefined;
  #cancelAttempt: (() => void) | undefined;

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

  /** Of the current attempt, or of the wait between two. Aborts with an {@link Ended} as its reason. */
  get signal(): AbortSignal {
    return this.#current.signal;
  }

  /** Of the whole call, for programs to look at: the end of one attempt leaves it alone. */
  get callSignal(): AbortSignal {
    this.#whole ??= new AbortController();
    if (this.#ended !== undefined) this.#whole.abort(this.#ended.reason);
    return this.#whole.signal;
  }

  /** What ended the whole call, once something has. */
  get ended(): Ended | undefined {
    return this.#ended;
  }

  /** Milliseconds until the deadline. */
  get remainingMs(): number {
    return this.#endsAt - this.#clock.now();
  }

  /** Starts the clock of one attempt. One that timed out before leaves the call itself usable. */
  startAttempt(ms: number): void {
    this.endAttempt();
    if (Number.isFinite(ms)) {
      this.#cancelAttempt = this.#clock.schedule(ms, () => this.abort(new Ended('attempt')));
    }
  }

  /** Stops the clock of the current attempt, and replaces a signal that it has aborted. */
  endAttempt(): void {
    this.#cancelAttempt?.();
    this.#cancelAttempt = undefined;
    if (this.#current.signal.aborted && this.#ended === undefined) this.#current = new AbortController();
  }

  /** Ends the current attempt, or the whole call for any other reason. */
  abort(reason: Ended): void {
    if (reason.by !== 'attempt') {
      this.#ended ??= reason;
      this.#whole?.abort(reason.reason);
    }
    this.#current.abort(reason);
  }

  /** Lets go of the caller's signal and of all timers. */
  end(): void {
    this.#cancelAttempt?.();
    this.#cancelDeadline?.();
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }
}
