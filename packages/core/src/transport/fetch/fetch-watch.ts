import { systemClock } from '../../time/clock.ts';
import { untilAborted } from '../../time/until-aborted.ts';
import { TransportFailure } from '../transport.ts';

/** Joins the caller's signal with the time limits of one request, since fetch takes one signal and no limits. */
export class FetchWatch {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #headersMs: number;
  readonly #onAbort: () => void;
  #cancel: (() => void) | undefined;
  #answered = false;
  #over = false;

  constructor(caller: AbortSignal, headersMs: number) {
    this.#caller = caller;
    this.#headersMs = headersMs;
    this.#onAbort = () => this.#controller.abort(caller.reason);
    caller.addEventListener('abort', this.#onAbort);
  }

  /** For fetch. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Ends the request with the reason that its caller gets. */
  abort(reason: TransportFailure): void {
    this.#controller.abort(reason);
  }

  /** The other side's turn: the wait for headers starts from the beginning. */
  waitForHeaders(): void {
    this.rest();
    if (this.#answered || !Number.isFinite(this.#headersMs)) return;
    this.#cancel = systemClock.schedule(this.#headersMs, () =>
      this.abort(new TransportFailure('HEADERS_TIMEOUT', { phase: 'headers' })),
    );
  }

  /** Our own turn: no wait for headers. */
  rest(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Headers are here; a body that is still being sent must not start the wait again. */
  answered(): void {
    this.#answered = true;
    this.rest();
  }

  /** Waits for `work` no longer than the signal allows, for a `fetch` that ignores its signal; `late` gets what comes too late. */
  race<T>(work: Promise<T>, late: (value: T) => void): Promise<T> {
    const { signal } = this;
    return untilAborted(
      work.then((value) => {
        if (signal.aborted) late(value);
        return value;
      }),
      signal,
    );
  }

  /** Whether the request has ended, whatever fetch still does about it. */
  get over(): boolean {
    return this.#over || this.signal.aborted;
  }

  /** Lets go of the caller's signal. */
  end(): void {
    this.#over = true;
    this.#answered = true;
    this.rest();
    this.#caller.removeEventListener('abort', this.#onAbort);
  }
}
