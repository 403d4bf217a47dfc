import { ConfigurationError } from '@partner-apis/core';
import type { DedupeOptions } from '@partner-apis/asna';

/** Fills in the defaults, which are those of `memoryDedupe()`. */
export function dedupeTimes({
  leaseMs = 60_000,
  rememberMs = 86_400_000,
}: DedupeOptions): Required<DedupeOptions> {
  if (!(leaseMs > 0 && rememberMs > 0))
    throw new ConfigurationError('Options of a dedupe: leaseMs and rememberMs must be milliseconds above 0.');
  return { leaseMs, rememberMs };
}
