import { inContext } from '../observe/in-context.ts';
import type { StreamBody } from '../transport/transport.ts';

/** A request's own source gave something else than it announced. */
export class SourceFault extends Error {}

/**
 * A streamed request body that remembers what its source threw, which a transport reports as trouble of its own or not at all, and
 * refuses a source that gives more or less than its announced length: the other side would wait, or take the rest for a new request.
 */
export class SourceWatch implements StreamBody {
  readonly #body: StreamBody;
  /** The source belongs to the call that makes this, not to the one whose connection comes free. */
  readonly #ofThisCall = inContext();
  #failure: { readonly error: unknown } | undefined;
  #taken: 'nothing' | 'part' | 'all' = 'nothing';

  constructor(body: StreamBody) {
    this.#body = body;
  }

  get contentType(): string {
    return this.#body.contentType;
  }

  get length(): number | undefined {
    return this.#body.length;
  }

  /** What the source threw, if it did. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** How much of it a transport has asked for. Before all of it was sent, the request cannot have been carried out. */
  get taken(): 'nothing' | 'part' | 'all' {
    return this.#taken;
  }

  /** A transport may throw its own trouble into this generator; the one inside sees only what comes from the source. */
  open(): AsyncGenerator<Uint8Array> {
    return this.#ofThisCall(this.#watched());
  }

  async *#watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#read()) yield chunk;
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    const { length } = this.#body;
    let given = 0;
    this.#taken = 'part';
    try {
      for await (const chunk of this.#body.open()) {
        given += bytesIn(chunk);
        if (length !== undefined && given > length) {
          throw new SourceFault(`was announced with ${length} bytes, and its source gives more`);
        }
        if (given === length) this.#taken = 'all';
        yield chunk;
      }
      if (length !== undefined && given < length) {
        throw new SourceFault(`was announced with ${length} bytes, and its source gave ${given}`);
      }
      this.#taken = 'all';
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }
}

function bytesIn(chunk: unknown): number {
  if (chunk instanceof Uint8Array) return chunk.byteLength;
  throw new SourceFault('must come in chunks of Uint8Array');
}
