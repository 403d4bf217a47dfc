import type { Exchange } from './exchange.ts';

/** How much of a refused body is still read, so that a client that is busy sending it gets to see the answer. */
const DRAINED = 1 << 30;

/** The whole body as one buffer, or `undefined` when it is longer than `limit` bytes. */
export async function readBody(exchange: Exchange, limit: number): Promise<Buffer | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of exchange.body()) {
    length += piece.byteLength;
    if (length <= limit) pieces.push(piece);
    else if (length > limit + DRAINED) break;
    else pieces.length = 0;
  }
  return length > limit ? undefined : Buffer.concat(pieces, length);
}

/** Reads the rest of a refused body and forgets it: closing on a client in mid-send would destroy the answer on its way. */
export async function drain(source: AsyncIterator<Uint8Array>): Promise<void> {
  for (let left = DRAINED; left > 0;) {
    const next = await source.next();
    if (next.done === true) return;
    left -= next.value.byteLength;
  }
}

/** Whether arrays and objects nest at most `levels` deep: deeper ones overflow the stack of whoever writes them as JSON. */
export function nestsWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  return Object.values(value).every((member) => nestsWithin(member, levels - 1));
}
