import type { OnProgress } from './progress.ts';

/** Tells how far a download has come, as its chunks pass by; an empty file is told of once. */
export async function* metered(
  chunks: AsyncIterable<Uint8Array>,
  onChunk: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let any = false;
  for await (const chunk of chunks) {
    any = true;
    onChunk(chunk.byteLength);
    yield chunk;
  }
  if (!any) onChunk(0);
}

/** Adds the bytes of all files up and reports them. */
export function meter(
  onProgress: OnProgress | undefined,
  totalBytes: number | undefined,
): (file: string, chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array> {
  let transferredBytes = 0;
  const total = totalBytes === undefined ? {} : { totalBytes };
  return (file, chunks) =>
    onProgress === undefined
      ? chunks
      : metered(chunks, (bytes) => {
          transferredBytes += bytes;
          onProgress({ file, transferredBytes, ...total });
        });
}
