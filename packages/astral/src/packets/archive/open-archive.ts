import type { CallOptions, ResponseInfo } from '@partner-apis/core/user';
import { ahead, type Caller, loadedFor } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { type downloadPacket, getPacket } from '../../api/file-operations.ts';
import { reading } from '../loading.ts';
import type { ArchiveEntries } from './archive-entries.ts';
import { ArchiveError, type ArchiveErrorReason, type Complain } from './archive-error.ts';
import { type ArchiveLimits, limitsSchema, resolveLimits } from './limits.ts';

/** Options of everything that reads a packet's archive. */
export interface ArchiveOptions extends CallOptions {
  /** What the archive may ask of this process; see {@link ArchiveLimits} for the defaults. */
  readonly limits?: Partial<ArchiveLimits>;
  /** Ask for the packet's metadata first, and hold the archive to its ids, sizes and number of files. Default false. */
  readonly verify?: boolean;
}

/** Those options of an archive that the pipeline does not know. */
export const archiveShape = {
  limits: limitsSchema,
  verify: z.lazy(() => z.optional(z.boolean('must be a boolean'))),
};

/** An archive on its way down. */
export interface OpenedArchive {
  readonly entries: ArchiveEntries;
  readonly response: ResponseInfo;
  /** Sizes of all files together, where the packet's metadata was asked for. */
  readonly totalBytes: number | undefined;
}

/**
 * Sends for the archive of a packet, with options that have been checked.
 *
 * @param operation - In whose name.
 * @param transient - True where no chunk is kept when the next one is asked for.
 */
export async function openArchive(
  client: Caller,
  operation: typeof downloadPacket,
  packetId: string,
  options: ArchiveOptions,
  transient = false,
): Promise<OpenedArchive> {
  const { limits, verify = false, ...call } = options;
  // On its way while the platform answers.
  ahead(reading);
  const expected = verify ? await client.call(getPacket, { params: { packetId } }, call) : undefined;
  const { data, response } = await client.call(operation, { params: { packetId } }, call).withResponse();
  const { redactor } = client.runtime;
  const explain = (
    reason: ArchiveErrorReason,
    what: string,
    more?: { readonly cause?: unknown; readonly hint?: string },
  ): ArchiveError => {
    const text = `Astral.Platform ${operation.id}: the archive of packet ${packetId} ${what}.`;
    const context = { vendor: 'astral', operation: operation.id, attempts: response.attempts, ...more };
    return new ArchiveError(redactor.text(text), reason, context);
  };
  const complain: Complain = Object.assign(explain, {
    quotable: (quoted: string, extent: 'whole' | 'cut') =>
      extent === 'whole' ? redactor.text(quoted) : redactor.beginning(quoted),
  });
  const { ArchiveEntries } = await loadedFor(data, reading);
  const entries = new ArchiveEntries(data, {
    limits: resolveLimits(limits),
    transient,
    expected,
    signal: call.signal,
    complain,
  });
  return { entries, response, totalBytes: expected?.files.reduce((sum, { size }) => sum + size, 0) };
}
