import { type StreamedBody, transient } from '@partner-apis/core/vendor';
import type { Readable } from 'node:stream';
import { Contents } from './contents.ts';

/**
 * A file on its way down, to be taken once: as a stream, as bytes or as text. A body that ends early rejects with ConnectionError.
 *
 * @example
 * ```ts
 * const file = await astral.files.download(ref);
 * await pipeline(file.stream(), createWriteStream('contract.pdf'));
 * ```
 */
export class FileDownload implements AsyncDisposable {
  /** Bytes, as announced by the answer, or by the file's metadata for an answer without any framing; undefined in chunked ones. */
  readonly size: number | undefined;
  readonly #body: StreamedBody;
  readonly #contents: Contents;

  /** @internal */
  constructor(body: StreamedBody) {
    this.size = body.size;
    this.#body = body;
    this.#contents = new Contents(
      () => body.stream(),
      () => body.discard(),
    );
  }

  /** Its contents as a stream, which keeps the download at the reader's pace. */
  stream(): Readable {
    return this.#contents.stream();
  }

  /** Its contents in memory. */
  async bytes(): Promise<Buffer> {
    const parts: Buffer[] = [];
    // Copies: what arrives in small pieces lies in larger blocks, which go round.
    for await (const part of transient(this.#contents.chunks())) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }

  /** Its contents as UTF-8 text; take `bytes()` for other encodings. */
  async text(): Promise<string> {
    return (await this.bytes()).toString('utf8');
  }

  /** Ends the download, if it has not ended. Needed only for one that is not read to its end. */
  async close(): Promise<void> {
    this.#body.discard();
  }

  /** {@link close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
