import type { ResponseHeaders } from '../errors/http-errors.ts';
import { TransportFailure } from './transport.ts';

/** Bytes announced by `Content-Length`; undefined when none were. */
export function contentLength(headers: ResponseHeaders): number | undefined {
  const text = headers['content-length'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

const CODINGS = ['gzip', 'x-gzip', 'deflate', 'br', 'zstd'] as const;

/** A coding that is undone on the way. */
export type Coding = (typeof CODINGS)[number];

/**
 * The codings a body arrives in although none was asked for, in the order in which they were applied. Empty where it is handed on as
 * it comes: plain, or with any name among them that is not known, which is also what fetch does.
 */
export function contentCodings(headers: ResponseHeaders): readonly Coding[] {
  const names = headers['content-encoding']?.split(',').map((name) => name.trim().toLowerCase()) ?? [];
  return names.every(isCoding) ? names : [];
}

function isCoding(name: string): name is Coding {
  return (CODINGS as readonly string[]).includes(name);
}

/** Bytes that must arrive on the wire; undefined when the answer does not say, or has no body whatever it says. */
export function announced(method: string, status: number, headers: ResponseHeaders): number | undefined {
  return method === 'HEAD' || status === 204 || status === 304 ? undefined : contentLength(headers);
}

/** The failure of a body that ended before its announced length. */
export function cut(received: number, declared: number | undefined): TransportFailure {
  const whole = declared === undefined ? 'an unknown number of' : String(declared);
  return new TransportFailure('BODY_CUT', {
    cause: new Error(`the answer ended after ${received} of ${whole} bytes`),
  });
}

/** Reads chunks up to a limit; what comes after it is never asked for. */
export async function collect(
  chunks: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ bytes: Uint8Array; truncated: boolean }> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    kept.push(chunk);
    size += chunk.byteLength;
    if (size > limit) return { bytes: Buffer.concat(kept).subarray(0, limit), truncated: true };
  }
  return { bytes: Buffer.concat(kept), truncated: false };
}
