import type { ResponseHeaders } from '../errors/http-error.ts';
import { TransportFailure } from './transport.ts';

/** Bytes announced by `Content-Length`; undefined when none were. */
export function contentLength(headers: ResponseHeaders): number | undefined {
  const text = headers['content-length'];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The coding a body arrives in although none was asked for; undefined for plain bytes. */
export function contentCoding(headers: ResponseHeaders): string | undefined {
  const coding = headers['content-encoding']?.trim().toLowerCase();
  return coding === '' || coding === 'identity' ? undefined : coding;
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
