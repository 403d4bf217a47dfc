/**
 * How long work in this order takes with so many slots and nothing in between: each piece begins when a slot is free. Milliseconds in,
 * milliseconds out.
 */
export function idealMs(pieces: readonly number[], slots: number): number {
  const freeAt = Array.from({ length: slots }, () => 0);
  for (const piece of pieces) {
    const next = freeAt.indexOf(Math.min(...freeAt));
    freeAt[next] = (freeAt[next] ?? 0) + piece;
  }
  return Math.max(...freeAt);
}
