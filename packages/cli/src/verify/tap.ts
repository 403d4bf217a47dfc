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

  async send(request: Parameters<Transport['send']>[0]): ReturnType<Transport['send']> {
    const { status, headers, body } = await this.#inner.send(request);
    const { bytes } = await body.read(LIMIT);
    this.#last = { status, headers, bytes: Buffer.from(bytes) };
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

  /** The answer that a call led to, whatever the SDK says of it; undefined where none came. */
  async during(call: () => PromiseLike<unknown>): Promise<Seen | undefined> {
    this.#last = undefined;
    try {
      await call();
    } catch {
      // An answer that the SDK takes for a failure is an answer all the same.
    }
    return this.#last;
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
