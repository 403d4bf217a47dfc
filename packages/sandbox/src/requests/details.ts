import { Readable } from 'node:stream';
import type { Answer } from '../http/answer.ts';

/** Bytes of a body that are kept. */
const BODY_BYTES = 64 << 10;

/** Bytes kept of all bodies together; the oldest go first. */
const TOTAL_BYTES = 16 << 20;

/** Requests of which anything is kept. */
const MOST = 1000;

/** A file, or a field, in a multipart body or in an archive. */
export interface RecordedPart {
  readonly name: string;
  /** Of a multipart body: the form's field. */
  readonly field?: string;
  readonly type?: string;
  /** Bytes. */
  readonly size: number;
}

/** What is kept of a body. */
export interface RecordedBody {
  /** The first bytes; none of a multipart body, a file or an archive. */
  text: string;
  /** Bytes of the whole body, as far as it was read; undefined for one that is sent as it is made. */
  bytes: number | undefined;
  /** Multipart: its files. An archive: what is in it. */
  parts?: readonly RecordedPart[];
}

/** Headers and bodies of one request: for looking at, beside what `requests()` tells of all. */
export interface RequestDetails {
  request: RecordedBody;
  answer?: { readonly headers: Readonly<Record<string, string>>; readonly body: RecordedBody };
}

/** The details of the last requests. Nothing is kept until {@link Details.start}: who does not look pays nothing. */
export class Details {
  readonly #kept = new Map<number, RequestDetails>();
  #started = false;
  #bytes = 0;

  start(): void {
    this.#started = true;
  }

  get(number: number): RequestDetails | undefined {
    return this.#kept.get(number);
  }

  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  /** Listens to a body on its way to the handler. */
  tap(number: number, type: string, source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    if (!this.#started) return source;
    const kept: Uint8Array[] = [];
    const details: RequestDetails = { request: { text: '', bytes: 0 } };
    this.#add(number, details);
    const binary = type.startsWith('multipart/');
    const hear = (piece: Uint8Array): void => {
      const seen = details.request.bytes ?? 0;
      details.request.bytes = seen + piece.byteLength;
      if (binary || seen >= BODY_BYTES) return;
      // A copy: a slice would keep the whole piece in memory.
      kept.push(Uint8Array.from(piece.subarray(0, BODY_BYTES - seen)));
      details.request.text = Buffer.concat(kept).toString('utf8');
      this.#grow(Math.min(piece.byteLength, BODY_BYTES - seen));
    };
    return {
      [Symbol.asyncIterator]: () => {
        const inner = source[Symbol.asyncIterator]();
        return {
          next: async () => {
            const result = await inner.next();
            if (result.done !== true) hear(result.value);
            return result;
          },
          return: async () => (await inner.return?.()) ?? { done: true, value: undefined },
        };
      },
    };
  }

  /** Lists the files of a multipart body. */
  parts(number: number, parts: readonly RecordedPart[]): void {
    const details = this.#kept.get(number);
    if (details !== undefined) details.request.parts = parts;
  }

  /** Keeps an answer; `parts` is what is in an archive. */
  answer(number: number, { headers, body }: Answer, parts?: readonly RecordedPart[]): void {
    if (!this.#started) return;
    const details = this.#kept.get(number) ?? { request: { text: '', bytes: 0 } };
    const known = body === null || typeof body === 'string' || body instanceof Uint8Array;
    const readable = /json|text|html|xml/i.test(headers['content-type'] ?? '');
    const start = !readable || !known || body === null ? '' : beginning(body);
    const length = body === null ? 0 : body instanceof Readable ? undefined : Buffer.byteLength(body);
    details.answer = { headers, body: { text: start, bytes: length, ...(parts !== undefined && { parts }) } };
    this.#add(number, details);
    this.#grow(Buffer.byteLength(start));
  }

  #add(number: number, details: RequestDetails): void {
    this.#kept.set(number, details);
    this.#trim();
  }

  #grow(bytes: number): void {
    this.#bytes += bytes;
    this.#trim();
  }

  #trim(): void {
    for (const [number, { request, answer }] of this.#kept) {
      if (this.#bytes <= TOTAL_BYTES && this.#kept.size <= MOST) return;
      this.#bytes -= Buffer.byteLength(request.text) + Buffer.byteLength(answer?.body.text ?? '');
      this.#kept.delete(number);
    }
  }
}

function beginning(body: string | Uint8Array): string {
  const bytes = typeof body === 'string' ? Buffer.from(body.slice(0, BODY_BYTES)) : Buffer.from(body);
  return bytes.subarray(0, BODY_BYTES).toString('utf8');
}
