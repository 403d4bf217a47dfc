import { AbortedError } from '@partner-apis/core';

/** Ends work on bytes that have arrived already: the pipeline minds the signal only until then. */
export function throwIfAborted(operation: string, signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new AbortedError(`Astral.Platform ${operation} was aborted by the caller's signal.`, {
    vendor: 'astral',
    operation,
    cause: signal.reason,
  });
}
