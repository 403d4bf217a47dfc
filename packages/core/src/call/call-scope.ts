import type { Clock } from '../time/clock.ts';

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
 * listener and one timer at most, and neither after {@link end}.
 */
export class CallScope {
  readonly #clock: Clock;
  readonly #caller: AbortSignal | undefined;
  readonly #onAbort: (() => void) | undefined;
  readonly #endsAt: number;
  #current = new AbortController();
  #whole: AbortController | undefined;
  #ended: Ended | undefined;
  #cancelTimer: (() => void) | undefined;

  constructor(clock: Clock, caller: AbortSignal | undefined, deadlineMs: number) {
    this.#clock = clock;
    this.#caller = caller;
    this.#endsAt = clock.now() + deadlineMs;
    if (caller === undefined) return;
    const onAbort = (): void => this.abort(new Ended('caller', caller.reason));
    this.#onAbort = onAbort;
    if (caller.aborted) onAbort();
    else caller.addEventListener('abort', onAbort);
  }

  /** Of the current attempt, or of the wait between two. Aborts with an {@link Ended} as its reason. */
  get signal(): AbortSignal {
    return this.#current.signal;
  }

  /** Of the whole call, for programs to look at: the end of one attempt leaves it alone. */
  get callSignal(): AbortSignal {
    if (this.#whole === undefined) {
      this.#whole = new AbortController();
      if (this.#ended !== undefined) this.#whole.abort(this.#ended.reason);
      // Whoever looks at it may be waiting for something else than an attempt.
      else if (this.#cancelTimer === undefined) this.#arm(Number.POSITIVE_INFINITY);
    }
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
    this.#renew();
    this.#arm(ms);
  }

  /** Stops the clock of the current attempt: what follows is a wait, which only the deadline limits. */
  endAttempt(): void {
    this.#renew();
    this.#arm(Number.POSITIVE_INFINITY);
  }

  /** Ends the current attempt, or the whole call for any other reason. */
  abort(reason: Ended): void {
    if (reason.by !== 'attempt') {
      this.#ended ??= reason;
      this.#whole?.abort(reason.reason);
    }
    this.#current.abort(reason);
  }

  /** Lets go of the caller's signal and of the timer. */
  end(): void {
    this.#cancelTimer?.();
    if (this.#onAbort !== undefined) this.#caller?.removeEventListener('abort', this.#onAbort);
  }

  #renew(): void {
    if (this.#current.signal.aborted && this.#ended === undefined) this.#current = new AbortController();
  }

  /** One timer serves both limits: the one that comes first. */
  #arm(attemptMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const { remainingMs } = this;
    const by = attemptMs < remainingMs ? 'attempt' : 'deadline';
    const ms = Math.min(attemptMs, remainingMs);
    if (ms <= 0) this.abort(new Ended(by));
    else if (Number.isFinite(ms)) {
      this.#cancelTimer = this.#clock.schedule(ms, () => this.abort(new Ended(by)));
    }
  }
}
