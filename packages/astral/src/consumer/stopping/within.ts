import type { Clock } from '@partner-apis/core';

/** Whether `promise` settles within `ms`. Leaves no timer behind. */
export function within(clock: Clock, ms: number, promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = Number.isFinite(ms) ? clock.schedule(ms, () => resolve(false)) : () => {};
    const settled = (): void => {
      cancel();
      resolve(true);
    };
    promise.then(settled, settled);
  });
}
