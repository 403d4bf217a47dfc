import type { Context } from 'hono';

/** A body that is longer than the one who reads it takes. */
export class TooLargeBodyError extends Error {}

/** How much of a body that is too long is still read, so that whoever is busy sending it gets to see the answer. */
const DRAINED = 64 << 20;

async function* noBody(): AsyncGenerator<Uint8Array> {}

/** The body as text, or a {@link TooLargeBodyError}. */
export async function readText(c: Context, limit: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const body: AsyncIterable<Uint8Array> = c.req.raw.body ?? noBody();
  for await (const piece of body) {
    length += piece.byteLength;
    if (length <= limit) pieces.push(piece);
    else if (length > limit + DRAINED) break;
    else pieces.length = 0;
  }
  if (length > limit) throw new TooLargeBodyError('The body is too large.');
  return Buffer.concat(pieces).toString('utf8');
}
