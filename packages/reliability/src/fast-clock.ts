import type { Clock } from '@partner-apis/core';

/** A clock whose time goes `speed` times as fast as real time: a wait of ten seconds takes one at a speed of ten. */
export function fastClock(speed: number): Clock {
  const start = Date.now();
  const since = performance.now();
  return {
    now: () => start + (performance.now() - since) * speed,
    schedule(ms, action) {
      const timer = setTimeout(action, Math.min(ms / speed, 2_147_483_647));
      return () => clearTimeout(timer);
    },
  };
}
