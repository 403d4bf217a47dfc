import { AbortedError } from '../errors/aborted-error.ts';

/** Ends work on bytes that have arrived already: the pipeline minds the signal only until then. */
export function throwIfAborted(
  {
    vendor,
    title,
    operation,
  }: { readonly vendor: string; readonly title: string; readonly operation: string },
  signal: AbortSignal | undefined,
): void {
  if (signal?.aborted !== true) return;
  throw new AbortedError(`${title} ${operation} was aborted by the caller's signal.`, {
    vendor,
    operation,
    cause: signal.reason,
  });
}
