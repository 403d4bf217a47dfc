import type { Clock } from '@partner-apis/stormwall';

/** The longest wait that passes at once: longer ones are time limits, and none of those ends here. */
const LONGEST_WAIT_MS = 30_000;

/** A clock on which back-offs take no time, however long they are. */
export function hastyClock(): Clock {
  let now = Date.UTC(2026, 10, 22);
  return {
    now: () => now,
    schedule(ms, action) {
      if (ms > LONGEST_WAIT_MS) return () => undefined;
      const immediate = setImmediate(() => {
        now += ms;
        action();
      });
      return () => clearImmediate(immediate);
    },
  };
}
