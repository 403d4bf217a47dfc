import { Readable } from 'node:stream';
import { discard, knownLength, type Answer } from '../http/answer.ts';

/** How much of a body of unknown length is looked at to find its middle. */
const LOOKAHEAD = 1 << 20;

/** Into how many pieces a slow body is cut. */
const PARTS = 10;

/**
 * The first half of a body, and the length that was to be expected of the whole. A body of unknown length longer than
 * 1 MiB ends after half of that.
 */
export async function firstHalf(answer: Answer): Promise<{ body: Readable; length: number }> {
  const length = knownLength(answer);
  if (length !== undefined) {
    if (length > 1) return { body: bytes(prefix(piecesOf(answer), Math.floor(length / 2))), length };
    discard(answer);
    return { body: bytes(Readable.from([])), length };
  }
  const seen: Uint8Array[] = [];
  let total = 0;
  for await (const piece of piecesOf(answer)) {
    seen.push(piece);
    total += piece.byteLength;
    if (total >= LOOKAHEAD) break;
  }
  return { body: bytes(prefix(Readable.from(seen), Math.floor(total / 2))), length: total };
}

/** A body in ten pieces (a longer stream: in pieces as they come), each after a pause. */
export function drip(answer: Answer, wait: (parts: number) => Promise<void>): Readable {
  const length = knownLength(answer);
  const size = length === undefined ? LOOKAHEAD : Math.max(1, Math.ceil(length / PARTS));
  return bytes(slowly(piecesOf(answer), size, () => wait(PARTS)));
}

async function* slowly(
  source: AsyncIterable<Uint8Array>,
  size: number,
  wait: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    for (let at = 0; at < piece.byteLength; at += size) {
      await wait();
      yield piece.subarray(at, at + size);
    }
  }
}

async function* prefix(source: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let left = length;
  for await (const piece of source) {
    yield piece.subarray(0, left);
    left -= piece.byteLength;
    if (left <= 0) return;
  }
}

function piecesOf({ body }: Answer): AsyncIterable<Uint8Array> {
  if (body instanceof Readable) return body;
  return Readable.from(body === null ? [] : [Buffer.from(body)]);
}

function bytes(source: AsyncIterable<Uint8Array>): Readable {
  return Readable.from(source, { objectMode: false });
}
