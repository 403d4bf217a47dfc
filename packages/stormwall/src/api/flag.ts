/**
 * A flag as Stormwall wants it: "always the integers 0 and 1, never the JSON boolean" (manual, flags). `command()` and the typed methods
 * do this by themselves for every boolean in `query` and `body`.
 *
 * @throws TypeError for anything but a boolean, 0 or 1.
 */
export function flag(value: boolean | 0 | 1): 0 | 1 {
  if (value === true || value === 1) return 1;
  if (value === false || value === 0) return 0;
  throw new TypeError('A flag is true, false, 1 or 0.');
}

/** Whether a flag in an answer is set: 1, also when it came as `true` or `"1"`. Absent is not set. */
export function isFlagSet(value: unknown): boolean {
  return value === 1 || value === true || value === '1';
}
