/** Somebody who waits for events: the weight says which share of them is due. */
export interface Claim {
  readonly weight: number;
}

/** How many positions of one weight are remembered while nobody takes them over. */
const REMEMBERED = 64;

/**
 * Divides a stream among those who wait, in proportion to their weights (manual, section 3.2: `limit` is a weight). It is
 * stride scheduling: each claim has a position that moves by `taken / weight`, and the one furthest behind is next. A poll
 * lives only until its first batch, so its position is handed on to the next claim of the same weight.
 */
export class FairShare<Waiting extends Claim> {
  readonly #positions = new Map<Waiting, number>();
  readonly #left = new Map<number, number[]>();

  get size(): number {
    return this.#positions.size;
  }

  /** Puts a claim in line; among equals the oldest is first. */
  join(claim: Waiting): void {
    const floor = this.#positions.size === 0 ? 0 : Math.min(...this.#positions.values());
    const inherited = this.#left.get(claim.weight)?.shift() ?? floor;
    // Whoever was away for long is not owed all that it missed: at most one full batch.
    this.#positions.set(claim, Math.max(inherited, floor - 1));
  }

  /** Whose turn it is. */
  next(): Waiting | undefined {
    let next: Waiting | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    for (const [claim, position] of this.#positions) {
      if (position >= lowest) continue;
      [next, lowest] = [claim, position];
    }
    return next;
  }

  /** Takes a claim out of line after it was given `taken` events. */
  leave(claim: Waiting, taken: number): void {
    const position = this.#positions.get(claim);
    if (position === undefined) return;
    this.#positions.delete(claim);
    // With nobody left in line there is nobody to be fair to: what was owed is forgotten.
    if (this.#positions.size === 0) return this.#left.clear();
    const positions = this.#left.get(claim.weight) ?? [];
    positions.push(position + taken / claim.weight);
    this.#left.set(claim.weight, positions.slice(-REMEMBERED));
  }
}
