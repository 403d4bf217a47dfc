import { RequestValidationError, type StreamBody } from '@partner-apis/core/user';
import { isErrorLike, type OnProgress } from '@partner-apis/core/vendor';
import { FormDataEncoder } from 'form-data-encoder';
import type { CheckedFile } from './check-files.ts';
import type { OpenSource } from './open-source.ts';

/** All parts have one name: only then the platform keeps their order. Manual, section 3.5. */
const FIELD = 'file';

/** A part as the encoder sees it. It never reads the contents: of chunks over 64 KiB, version 4.1.0 sends the wrong bytes. */
class Part {
  readonly [Symbol.toStringTag] = 'File';
  readonly lastModified = 0;
  readonly file: CheckedFile;
  readonly index: number;

  constructor(file: CheckedFile, index: number) {
    this.file = file;
    this.index = index;
  }

  get name(): string {
    return this.file.name;
  }

  get type(): string {
    return this.file.type;
  }

  /** Not a number is how the encoder is told that a size is unknown. */
  get size(): number {
    return this.file.size ?? Number.NaN;
  }

  stream(): never {
    throw new TypeError('The contents of a part are read by FormBody.');
  }
}

/** Files as a multipart form that can be sent again from its start. */
export class FormBody implements StreamBody {
  readonly contentType: string;
  readonly length: number | undefined;
  readonly #encoder: FormDataEncoder;
  readonly #onProgress: OnProgress | undefined;
  readonly #totalBytes: number | undefined;
  #open: OpenSource | undefined;

  constructor(files: readonly CheckedFile[], onProgress?: OnProgress) {
    const parts = files.map((file, index): [string, Part] => [FIELD, new Part(file, index)]);
    this.#encoder = new FormDataEncoder({
      [Symbol.toStringTag]: 'FormData',
      append: () => undefined,
      getAll: () => parts.map(([, part]) => part),
      entries: () => parts.values(),
      [Symbol.iterator]: () => parts.values(),
    });
    this.#onProgress = onProgress;
    this.contentType = this.#encoder.contentType;
    const { contentLength } = this.#encoder;
    const extra = files.reduce((sum, { name }) => sum + trueName(name).length, 0);
    this.length = contentLength === undefined ? undefined : Number(contentLength) + extra;
    this.#totalBytes =
      contentLength === undefined ? undefined : files.reduce((sum, { size = 0 }) => sum + size, 0);
  }

  async *open(): AsyncGenerator<Uint8Array> {
    this.close();
    let sent = 0;
    for (const piece of this.#pieces()) {
      if (piece instanceof Uint8Array) {
        yield piece;
        continue;
      }
      const before = sent;
      for await (const chunk of this.#contents(piece)) {
        sent += chunk.byteLength;
        yield chunk;
        this.#report(piece, sent);
      }
      if (sent === before) this.#report(piece, sent);
    }
  }

  /** Lets go of the source that is open, whatever it is waiting for. */
  close(): void {
    this.#open?.close();
    this.#open = undefined;
  }

  /** Header, contents and line break of each part, then the end. */
  *#pieces(): Generator<Uint8Array | Part> {
    let header: Uint8Array | undefined;
    for (const piece of this.#encoder.values()) {
      if (piece instanceof Part) {
        if (header !== undefined) yield withTrueName(header, piece.file);
        header = undefined;
        yield piece;
      } else if (piece instanceof Uint8Array) {
        if (header !== undefined) yield header;
        header = piece;
      }
    }
    if (header !== undefined) yield header;
  }

  /** The contents of a part, exactly as long as it was announced: a chunk that is too much is not sent. */
  async *#contents({ file, index }: Part): AsyncGenerator<Uint8Array> {
    let read = 0;
    try {
      const source = await file.open();
      this.#open = source;
      for await (const chunk of source.chunks) {
        read += chunk.byteLength;
        if (file.size !== undefined && read > file.size)
          throw new Mismatch(`holds more than the announced ${file.size} bytes`);
        if (read > file.limit) throw new Mismatch(`holds more than ${file.limit} bytes (maxFileBytes)`);
        yield chunk;
      }
      if (file.size !== undefined && read < file.size) {
        throw new Mismatch(`ended after ${read} of the announced ${file.size} bytes`);
      }
    } catch (error) {
      throw broken(index, error);
    } finally {
      this.close();
    }
  }

  #report({ name }: Part, transferredBytes: number): void {
    const total = this.#totalBytes === undefined ? {} : { totalBytes: this.#totalBytes };
    this.#onProgress?.({ file: name, transferredBytes, ...total });
  }
}

/**
 * A second spelling for names that the first one does not carry over unharmed: browsers write a quote as `%22`, and servers differ in
 * whether they undo that. RFC 5987; vendors' own code sends both. Nothing for all other names.
 */
function trueName(name: string): string {
  if (!/["\\%\r\n]/.test(name)) return '';
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `; filename*=UTF-8''${encoded}`;
}

function withTrueName(header: Uint8Array, { name }: CheckedFile): Uint8Array {
  const extra = trueName(name);
  if (extra === '') return header;
  const bytes = Buffer.from(header);
  // The line of the name is the one before the last.
  const end = bytes.lastIndexOf('\r\nContent-Type: ');
  return Buffer.concat([bytes.subarray(0, end), Buffer.from(extra), bytes.subarray(end)]);
}

/** A source that is not as long as it was said to be. */
class Mismatch extends Error {}

function broken(index: number, cause: unknown): RequestValidationError {
  const why =
    cause instanceof Mismatch
      ? cause.message
      : `failed: ${isErrorLike(cause) ? cause.message : String(cause)}`;
  const issue = { path: ['files', index, 'data'], message: why };
  return new RequestValidationError(
    `Astral.Platform packets.upload was broken off, no packet was made: files.${index}.data ${why}.`,
    [issue],
    { vendor: 'astral', operation: 'packets.upload', cause },
  );
}
