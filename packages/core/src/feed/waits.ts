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
export async function waitFor(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(clock, ms, signal);
    return true;
  } catch {
    return false;
  }
}

/** As it is when this is loaded: what a test puts in its place later would keep a reader waiting for that test's clock. */
const { setImmediate: nextTurn } = globalThis;

/** Resolves in the next turn of the event loop, after what is to happen there because of all that was begun in this one. */
export function afterThisTurn(): Promise<void> {
  return new Promise((resolve) => process.nextTick(() => nextTurn(resolve)));
}
