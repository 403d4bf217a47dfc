import type { Readable } from 'node:stream';
import type { Clock } from '@partner-apis/core';

/** How reading a body ended: its bytes, too many of them, too slowly, or the sender went away. */
export type BodyRead = Uint8Array | 'large' | 'slow' | 'gone';

/** How much may arrive, and how long it may take in all. */
export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly clock: Clock;
}

/**
 * Reads a Node.js stream. What comes beyond a limit is not kept; the connection is left as it is, so that an answer can go out.
 *
 * @param ending - Bytes with which the stream is sure to end; undefined where that is not known.
 */
export function readNodeBody(
  source: Readable,
  limits: BodyLimits,
  ending: number | undefined,
): Promise<BodyRead> {
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    let cancel: (() => void) | undefined;
    let settled = false;
    const settle = (result: BodyRead): void => {
      settled = true;
      cancel?.();
      source.off('data', onData).off('end', onEnd).off('close', onGone);
      resolve(result);
    };
    const onData = (chunk: Uint8Array): void => {
      size += chunk.byteLength;
      if (size > limits.maxBodyBytes) return settle('large');
      chunks.push(chunk);
    };
    const onEnd = (): void => {
      const [first] = chunks;
      settle(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
    };
    const onGone = (): void => settle('gone');
    // Stays: an error after the end of reading has no other listener.
    source.on('error', onGone);
    source.on('data', onData).on('end', onEnd).on('close', onGone);
    // By then what came in one packet with its head has flowed, and nobody waits for it.
    process.nextTick(() => {
      if (size !== ending && !settled) cancel = schedule(limits, () => settle('slow'));
    });
  });
}

/** Reads the body of a `Request`. The stream is not cancelled: on a server that would close the connection before the answer. */
export async function readWebBody(
  source: ReadableStream<Uint8Array> | null,
  limits: BodyLimits,
): Promise<BodyRead> {
  if (source === null) return new Uint8Array();
  const reader = source.getReader();
  const slow = Promise.withResolvers<'slow'>();
  const cancel = schedule(limits, () => slow.resolve('slow'));
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const next = reader.read();
      // Rejects when the lock is released below while it waits.
      next.catch(() => undefined);
      const read = await Promise.race([next, slow.promise]);
      if (read === 'slow') return 'slow';
      if (read.done) return Buffer.concat(chunks);
      size += read.value.byteLength;
      if (size > limits.maxBodyBytes) return 'large';
      chunks.push(read.value);
    }
  } catch {
    return 'gone';
  } finally {
    cancel();
    reader.releaseLock();
  }
}

function schedule({ clock, bodyTimeoutMs }: BodyLimits, action: () => void): () => void {
  return Number.isFinite(bodyTimeoutMs) ? clock.schedule(bodyTimeoutMs, action) : () => undefined;
}
