/** Time as the sandbox sees it: dates in answers, poll deadlines, delays of faults. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `action` once after `ms` milliseconds; the function returned cancels it. */
  schedule(ms: number, action: () => void): () => void;
}

/** The longest delay a Node.js timer can hold; a longer one would fire at once. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/** Real time, the default. Its timers keep the process alive, as any pending answer would. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(ms, action) {
    const timer = setTimeout(action, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves time on and runs every action that falls due, in order of time. */
  advance(ms: number): void;
  /** How many actions are waiting: lets a test advance only after a poll has begun to wait. */
  readonly scheduled: number;
}

/** A {@link ManualClock}: a 600 second poll ends in no time with `clock.advance(600_000)`. */
export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  const waiting = new Set<{ due: number; action: () => void }>();
  return {
    now: () => now,
    schedule(ms, action) {
      const item = { due: now + Math.max(ms, 0), action };
      waiting.add(item);
      return () => waiting.delete(item);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = [...waiting].filter((item) => item.due <= end).toSorted((a, b) => a.due - b.due)[0];
        if (next === undefined) break;
        waiting.delete(next);
        now = next.due;
        next.action();
      }
      now = end;
    },
    get scheduled() {
      return waiting.size;
    },
  };
}

/** Resolves after `ms`, or early (without an error) when the signal aborts; leaves neither timer nor listener. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || ms <= 0) {
      resolve();
      return;
    }
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.schedule(ms, finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}
