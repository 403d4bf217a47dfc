/** Bytes per block: large enough to make the trips to a socket and to a disk few. */
export const BLOCK_BYTES = 256 * 1024;
/** Blocks kept for the next transfer when the last one has ended. */
const MOST_FREE = 16;

/**
 * Memory of files on their way. Chunks of a transfer are garbage as soon as they have passed, and the collector notices only when tens of
 * megabytes have piled up; so they lie in blocks that are used again, once both sides of this module agree that nobody looks at them: who
 * lends a block out says how much of it, and who gives it back must have seen it whole. A block that never comes back is collected.
 */
const free: Uint8Array[] = [];
const lent = new WeakMap<ArrayBufferLike, number>();

/** A block to fill, with whatever it held before. */
export function takeBlock(): Uint8Array {
  return free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
}

/** The filled part of a block, to be passed on. */
export function lend(block: Uint8Array, filled: number): Uint8Array {
  lent.set(block.buffer, filled);
  return block.subarray(0, filled);
}

/** Whether a chunk is all that was lent of a block. */
export function isLent(chunk: Uint8Array): boolean {
  return lent.get(chunk.buffer) === chunk.byteLength;
}

/** Takes a block back that nobody will look at again. Other memory, and a block that is back already, is left alone. */
export function giveBack(memory: ArrayBufferLike): void {
  if (lent.delete(memory) && free.length < MOST_FREE) free.push(new Uint8Array(memory));
}
