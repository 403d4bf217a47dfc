import type { Clock } from '@partner-apis/core/user';

/** One timer that is set anew as often as needed, and rings at most once. */
export class ResettableTimer {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #cancel: (() => void) | undefined;
  #at: number | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at `at`, in epoch milliseconds, and not before; an earlier setting is dropped. */
  set(at: number): void {
    if (this.#at === at) return;
    this.clear();
    this.#at = at;
    this.#cancel = this.#clock.schedule(Math.max(0, at - this.#clock.now()), () => {
      this.#cancel = undefined;
      this.#at = undefined;
      this.#ring();
    });
  }

  clear(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#at = undefined;
  }
}
