/** Bytes per block: large enough to make the trips to a socket and to a disk few. */
export const BLOCK_BYTES = 64 * 1024;
/** Blocks kept for the next transfer when the last one has ended. */
const MOST_FREE = 16;

/**
 * Who filled a block, and so may have it back: a file that is read to be sent, whose chunks only this SDK sees, or a connection, whose
 * chunks a program may keep, and may even send.
 */
export type Lender = 'file' | 'connection';

interface Loan {
  readonly lender: Lender;
  /** Bytes that were lent. */
  readonly filled: number;
}

/**
 * Memory of files on their way. Chunks of a transfer are garbage as soon as they have passed, and the collector notices only when tens of
 * megabytes have piled up; so they lie in blocks that are used again, once it is certain that nobody looks at them. A block that never
 * comes back is collected.
 */
const free: Uint8Array[] = [];
const loans = new WeakMap<ArrayBufferLike, Loan>();

/** A block to fill, with whatever it held before. */
export function takeBlock(): Uint8Array {
  return free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
}

/** The filled part of a block, to be passed on. */
export function lend(block: Uint8Array, filled: number, lender: Lender): Uint8Array {
  loans.set(block.buffer, { lender, filled });
  return block.subarray(0, filled);
}

/** Whether a chunk is all that this lender lent of a block. */
export function isLent(chunk: Uint8Array, by: Lender): boolean {
  const loan = loans.get(chunk.buffer);
  return loan !== undefined && loan.lender === by && loan.filled === chunk.byteLength;
}

/** Takes a block back that nobody will look at again. Memory that this lender did not lend, or has back already, is left alone. */
export function giveBack(memory: ArrayBufferLike, to: Lender): void {
  if (loans.get(memory)?.lender !== to) return;
  loans.delete(memory);
  keep(new Uint8Array(memory));
}

/** Puts a block away that was taken and not lent. */
export function keep(block: Uint8Array): void {
  if (free.length < MOST_FREE) free.push(block);
}
