/** Bounds of the wait after a failure that may pass, in milliseconds. */
const FIRST = 250;
const LAST = 30_000;

/** The least time between two requests that brought nothing, in milliseconds: no fault turns a loop into a flood. */
export const LEAST_PAUSE = 50;

/** Full jitter: anything up to a bound that doubles from 250 ms to 30 s with each failure in a row. */
export function backoff(
  failures: number,
  random: () => number,
  bounds: { readonly minDelayMs: number; readonly maxDelayMs: number } = {
    minDelayMs: FIRST,
    maxDelayMs: LAST,
  },
): number {
  const bound = Math.min(bounds.maxDelayMs, bounds.minDelayMs * 2 ** Math.min(failures - 1, 30));
  return random() * bound;
}

/**
 * The pause after a poll that came back with nothing right away, the `inARow`th time: 50 ms, and up to a second when a platform that
 * does not hold polls keeps doing it.
 */
export function idlePause(inARow: number): number {
  return Math.min(1_000, LEAST_PAUSE * 2 ** Math.min(Math.max(0, inARow - 10), 10));
}
