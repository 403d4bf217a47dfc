import type { Clock } from '../time/clock.ts';
import { sleep } from '../time/clock.ts';

/** A wait between two bounds that doubles with each step: never under `min`, never the same for two readers. */
export function jittered(
  { min, max }: { readonly min: number; readonly max: number },
  step: number,
  random: () => number,
): number {
  const bound = Math.min(max, min * 2 ** Math.min(step + 1, 40));
  return min + random() * Math.max(0, bound - min);
}

/** Waits; true when the time has passed, false when the signal aborted before. */
export async function waited(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(clock, ms, signal);
    return true;
  } catch {
    return false;
  }
}

/** Whether a promise settles within a time; its outcome is of no interest here. Leaves no timer. */
export function settlesWithin(promise: PromiseLike<unknown>, ms: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.schedule(ms, () => resolve(false));
    const settled = (): void => {
      cancel();
      resolve(true);
    };
    promise.then(settled, settled);
  });
}
