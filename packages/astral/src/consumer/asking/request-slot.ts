import type { Clock } from '@partner-apis/core/user';

/** How a request of the loop ended. */
export type RequestEnd<T> =
  | { readonly kind: 'answer'; readonly value: T; readonly ageMs: number }
  | { readonly kind: 'error'; readonly error: unknown; readonly ageMs: number }
  /** Its time was up: the connection has been dropped. */
  | { readonly kind: 'overdue'; readonly ageMs: number };

/**
 * At most one request under way, and the right to act on its outcome. Ending it drops its connection and takes that right away at once:
 * an answer that turns up all the same belongs to nobody and is only reported. So a transport that ignores its signal can neither hold
 * up the loop nor start it twice.
 */
export class RequestSlot {
  readonly #clock: Clock;
  #current: { readonly controller: AbortController; readonly since: number; cancel: () => void } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get busy(): boolean {
    return this.#current !== undefined;
  }

  /** Age of the request under way, in milliseconds. */
  get ageMs(): number {
    return this.#current === undefined ? 0 : this.#clock.now() - this.#current.since;
  }

  /** Sends a request; `onEnd` hears of its end unless it is ended first, `onLate` of an answer that nobody waits for any more. */
  start<T>(
    send: (signal: AbortSignal) => Promise<T>,
    limitMs: number,
    onEnd: (end: RequestEnd<T>) => void,
    onLate: (value: T) => void,
  ): void {
    const controller = new AbortController();
    const mine = { controller, since: this.#clock.now(), cancel: () => {} };
    this.#current = mine;
    const finish = (end: (ageMs: number) => RequestEnd<T>): void => {
      mine.cancel();
      this.#current = undefined;
      onEnd(end(this.#clock.now() - mine.since));
    };
    mine.cancel = this.#clock.schedule(limitMs, () => {
      if (this.#current !== mine) return;
      controller.abort(new Error('The time for this request was up.'));
      finish((ageMs) => ({ kind: 'overdue', ageMs }));
    });
    const sent = (async () => send(controller.signal))();
    sent.then(
      (value) => {
        if (this.#current === mine) finish((ageMs) => ({ kind: 'answer', value, ageMs }));
        else onLate(value);
      },
      (error: unknown) => {
        if (this.#current === mine) finish((ageMs) => ({ kind: 'error', error, ageMs }));
      },
    );
  }

  /** Gives up the request under way and drops its connection; false when there is none. */
  end(reason: string): boolean {
    const current = this.#current;
    if (current === undefined) return false;
    this.#current = undefined;
    current.cancel();
    current.controller.abort(new Error(reason));
    return true;
  }
}
