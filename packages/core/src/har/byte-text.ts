/** An invalid byte stands in a text as a lone surrogate of its own: no UTF-8 has one. */
const STRAY = 0xdc00;
const STRAYS = /([\u{dc80}-\u{dcff}])/u;

/** Any bytes as text: UTF-8 where they are, a lone surrogate for each byte that is none. {@link bytesOf} gives them back. */
export function textOf(bytes: Buffer): string {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceAt(bytes, at);
    at += length;
    if (length > 0) continue;
    parts.push(bytes.toString('utf8', start, at), String.fromCharCode(STRAY + (bytes[at] ?? 0)));
    at += 1;
    start = at;
  }
  parts.push(bytes.toString('utf8', start));
  return parts.join('');
}

/** The bytes of such a text. */
export function bytesOf(text: string): Buffer {
  return Buffer.concat(
    text
      .split(STRAYS)
      .map((part) => (STRAYS.test(part) ? Buffer.from([part.charCodeAt(0) - STRAY]) : Buffer.from(part))),
  );
}

/** Bytes of the UTF-8 sequence at a place, 0 where there is none (RFC 3629). */
function sequenceAt(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  const [least, most] = SECOND.get(lead) ?? [0x80, 0xbf];
  if (second < least || second > most) return 0;
  for (let next = at + 2; next < at + length; next += 1) if (((bytes[next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Second bytes that a lead permits, where not all of them: no sequence is longer than it has to be, none is a surrogate. */
const SECOND = new Map<number, readonly [least: number, most: number]>([
  [0xe0, [0xa0, 0xbf]],
  [0xed, [0x80, 0x9f]],
  [0xf0, [0x90, 0xbf]],
  [0xf4, [0x80, 0x8f]],
]);
