/** The least wait after a put that failed, in milliseconds: no fault turns a loop into a flood. */
const LEAST = 50;

/** Full jitter: anything up to a bound that doubles with each failure in a row. */
export function backoff(
  failures: number,
  random: () => number,
  { minDelayMs, maxDelayMs }: { readonly minDelayMs: number; readonly maxDelayMs: number },
): number {
  const bound = Math.min(maxDelayMs, minDelayMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(Math.max(Math.min(LEAST, maxDelayMs), random() * bound));
}
