import { LONGEST_TIMER_MS, type Clock, type ManualClock } from '../clock.ts';

interface Waiting {
  /** Epoch milliseconds by this clock. */
  due: number;
  readonly action: () => void;
  cancel: () => void;
}

/**
 * The one clock of a sandbox: the time it was made with, which goes on by itself or stands still, and which {@link advance} moves on.
 */
export class SandboxClock implements Clock {
  readonly #base: Clock | ManualClock;
  readonly #waiting = new Set<Waiting>();
  #offset = 0;

  constructor(base: Clock | ManualClock) {
    this.#base = base;
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#base.now() + this.#offset;
  }

  /** Runs `action` once after `ms` milliseconds, however many; the function returned cancels it. */
  schedule(ms: number, action: () => void): () => void {
    const item: Waiting = { due: this.now() + Math.max(ms, 0), action, cancel: () => {} };
    this.#waiting.add(item);
    this.#arm(item);
    return () => this.#drop(item);
  }

  /**
   * Moves time on: held polls end, tokens expire, packages change their status, webhooks are tried again, events leave the feed, in the
   * order in which they fall due. Throws a `RangeError` unless `ms` is a number from 0 to 100 years.
   */
  advance(ms: number): void {
    if (!(ms >= 0 && ms <= LONGEST_ADVANCE_MS))
      throw new RangeError(`A clock advances by 0 to ${LONGEST_ADVANCE_MS} ms, not by ${ms}.`);
    if ('advance' in this.#base) {
      this.#base.advance(ms);
      return;
    }
    const end = this.now() + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#moveTo(Math.max(next.due, this.now()));
      this.#drop(next);
      next.action();
    }
    this.#moveTo(Math.max(end, this.now()));
    for (const item of this.#waiting) this.#arm(item);
  }

  /** Jumps to a moment. What waits goes on waiting as long as it still had to. */
  set(moment: number): void {
    const jump = moment - this.now();
    this.#offset += jump;
    for (const item of this.#waiting) item.due += jump;
  }

  /** Back to the time it was made with. */
  reset(): void {
    this.set(this.#base.now());
  }

  #moveTo(moment: number): void {
    this.#offset += moment - this.now();
  }

  /** What falls due first, up to a moment. */
  #next(end: number): Waiting | undefined {
    let next: Waiting | undefined;
    for (const item of this.#waiting)
      if (item.due <= end && (next === undefined || item.due < next.due)) next = item;
    return next;
  }

  #arm(item: Waiting): void {
    item.cancel();
    const left = Math.max(item.due - this.now(), 0);
    item.cancel = this.#base.schedule(Math.min(left, LONGEST_TIMER_MS), () => {
      // A timer may be shorter than the wait, or early by a fraction of a millisecond, which is no reason to wait again.
      if (item.due - this.now() >= 1) return this.#arm(item);
      this.#drop(item);
      item.action();
    });
  }

  #drop(item: Waiting): void {
    item.cancel();
    this.#waiting.delete(item);
  }
}

/** A hundred years. */
const LONGEST_ADVANCE_MS = 36_525 * 24 * 3_600_000;
