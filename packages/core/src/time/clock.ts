/** Time as the SDK sees it; a seam for tests. */
export interface Clock {
  /** Epoch milliseconds that never go back. */
  now(): number;
  /** Runs `action` once after `ms`; the function returned cancels it. */
  schedule(ms: number, action: () => void): () => void;
}

/** The longest delay a Node.js timer can hold; longer ones would fire at once. */
const LONGEST = 2_147_483_647;

/** Real time. `now()` is monotonic: setting the machine's clock does not move deadlines. */
export const systemClock: Clock = {
  now: () => performance.timeOrigin + performance.now(),
  schedule(ms, action) {
    const timer = setTimeout(action, Math.min(Math.max(ms, 0), LONGEST));
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`, or rejects with the signal's reason at once when it aborts; leaves neither timer nor listener. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
