/** A moment as ASNA writes it: zero offset, seven digits of a second. */
export function isoDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '0000+00:00');
}
