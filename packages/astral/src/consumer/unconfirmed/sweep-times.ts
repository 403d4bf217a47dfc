/** Two sweeps closer together than this are one, in milliseconds. */
const TOGETHER = 1_000;
const MOST = 16;

/** When sweeps are due, in epoch milliseconds. */
export class SweepTimes {
  #times: number[] = [];

  /** The next one; Infinity for none. */
  get next(): number {
    return this.#times[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Asks for a sweep at `at`; one that is due at about that time, and not before, will do. */
  add(at: number): void {
    if (this.#times.some((time) => time >= at && time - at <= TOGETHER)) return;
    this.#times = [...this.#times.filter((time) => time > at || at - time > TOGETHER), at].toSorted(
      (a, b) => a - b,
    );
    // The last one stays: it is the one that comes after everything before it.
    if (this.#times.length > MOST) this.#times.splice(MOST - 1, 1);
  }

  /** A sweep begins: everything due is met by it. */
  begin(now: number): void {
    this.#times = this.#times.filter((time) => time > now);
  }
}
