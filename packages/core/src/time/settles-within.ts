import type { Clock } from './clock.ts';

/** Whether a promise settles within `ms` (Infinity: wait for it); its outcome is of no interest here. Leaves no timer. */
export function settlesWithin(clock: Clock, ms: number, promise: PromiseLike<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = Number.isFinite(ms) ? clock.schedule(ms, () => resolve(false)) : () => {};
    const settled = (): void => {
      cancel();
      resolve(true);
    };
    promise.then(settled, settled);
  });
}
