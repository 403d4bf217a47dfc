import { type Transport, undiciTransport } from '@partner-apis/core';

/** An answer as it came. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** More than this of an answer is of no interest. */
const LIMIT = 4 << 20;

/** A transport that keeps the last answer as it came, before the SDK makes anything of it. */
export class Tap implements Transport {
  readonly name = 'undici';
  readonly reportsSending = true;
  readonly #inner = undiciTransport();
  #last: Seen | undefined;
  #token: Seen | undefined;

  async send(request: Parameters<Transport['send']>[0]): ReturnType<Transport['send']> {
    const { status, headers, body } = await this.#inner.send(request);
    const { bytes } = await body.read(LIMIT);
    const seen = { status, headers, bytes: Buffer.from(bytes) };
    // Forms go to token endpoints only, whose answers say nothing about the API.
    if (request.headers['content-type'] === 'application/x-www-form-urlencoded') this.#token = seen;
    else this.#last = seen;
    return {
      status,
      headers,
      body: {
        read: async (limit) => ({ bytes: bytes.subarray(0, limit), truncated: bytes.length > limit }),
        // What is read of it may be changed by its reader.
        async *stream() {
          yield new Uint8Array(bytes);
        },
        discard() {
          // All of it was read.
        },
      },
    };
  }

  /** The last answer that a call led to, whatever the SDK says of it. Rejects as the call does where none came. */
  async during(call: () => PromiseLike<unknown>): Promise<Seen> {
    this.#last = undefined;
    let failure: unknown = new Error('The vendor was not asked.');
    try {
      await call();
    } catch (error) {
      failure = error;
    }
    // An answer that the SDK takes for a failure is an answer all the same.
    if (this.#last === undefined) throw failure;
    return this.#last;
  }

  /** The last answer of a token endpoint. */
  get token(): Seen | undefined {
    return this.#token;
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

/** Kind of a body: nothing, JSON, or anything else. */
export function kindOf({ bytes }: Seen): 'empty' | 'json' | 'html' {
  if (bytes.toString('utf8').trim() === '') return 'empty';
  return json(bytes) === undefined ? 'html' : 'json';
}

/** A body as JSON; undefined for any other. */
export function json(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A member of what may be an object. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
}
