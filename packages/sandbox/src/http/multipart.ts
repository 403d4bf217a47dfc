/** Most bytes of one part's headers. */
const HEADER_BYTES = 16 << 10;

const CRLF = Buffer.from('\r\n');
const HEADERS_END = Buffer.from('\r\n\r\n');

/** A body that is not what its boundary promises. */
export class MalformedMultipartError extends Error {}

/** One part: its headers by lower-case name, and its content, to be read before the next part. */
export interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * Splits a multipart body (RFC 2046, section 5.1.1) while it arrives: never more than a piece of the source and the length
 * of a boundary is held. Part headers are read as UTF-8, as browsers and `FormData` write them.
 */
export async function* readMultipart(
  source: AsyncIterator<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // A line break in front makes the first delimiter look like all others.
  const window = new Window(source, CRLF);
  // What stands before the first delimiter is a preamble, which nobody reads.
  await skip(window.until(delimiter));
  while (!(await window.startsWith('--'))) {
    const block = await window.block(HEADERS_END, HEADER_BYTES);
    const content = window.until(delimiter);
    yield { headers: parseHeaders(block), content };
    await skip(content);
  }
  // So is what stands behind the last one.
}

async function skip(content: AsyncGenerator<Uint8Array>): Promise<void> {
  while ((await content.next()).done !== true);
}

/** The boundary out of a `content-type` of multipart form data. */
export function boundaryOf(contentType: string): string | undefined {
  const found = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s";,]{1,70}))/i.exec(
    contentType,
  );
  return found?.[1] ?? found?.[2];
}

function parseHeaders(block: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of block.toString('utf8').split('\r\n')) {
    // Before the first header stands the rest of the delimiter's own line: nothing, or padding.
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    if (colon <= 0) throw new MalformedMultipartError('A part has a header without a colon.');
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

/** What has arrived and was not consumed yet. */
class Window {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer;

  constructor(source: AsyncIterator<Uint8Array>, start: Buffer) {
    this.#source = source;
    this.#held = start;
  }

  /** Everything up to a delimiter, which is consumed too. Reading on after the delimiter yields nothing. */
  async *until(delimiter: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      if (at >= 0) {
        const last = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + delimiter.length);
        if (last.length > 0) yield last;
        return;
      }
      // The end may be the beginning of a delimiter.
      const safe = this.#held.length - delimiter.length + 1;
      if (safe > 0) {
        const piece = this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
        yield piece;
      }
      await this.#fill();
    }
  }

  /** Everything up to an end that comes within `limit` bytes. */
  async block(end: Buffer, limit: number): Promise<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(end);
      if (at > limit || (at < 0 && this.#held.length > limit)) {
        throw new MalformedMultipartError('The headers of a part are too long.');
      }
      if (at >= 0) {
        const block = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + end.length);
        return block;
      }
      await this.#fill();
    }
  }

  async startsWith(text: string): Promise<boolean> {
    while (this.#held.length < text.length) await this.#fill();
    return this.#held.toString('latin1', 0, text.length) === text;
  }

  async #fill(): Promise<void> {
    const next = await this.#source.next();
    if (next.done === true) throw new MalformedMultipartError('The body ends before its last boundary.');
    const { buffer, byteOffset, byteLength } = next.value;
    const piece = Buffer.from(buffer, byteOffset, byteLength);
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
  }
}
