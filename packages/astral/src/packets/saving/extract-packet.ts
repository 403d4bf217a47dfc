import { ahead, type Caller, type DiskOptions, diskShape, pathSchema, once } from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { type ArchiveOptions, archiveShape, openArchive } from '../archive/open-archive.ts';
import { extractPacketFiles } from '../../api/file-operations.ts';
import { checkCall } from '../../api/invalid.ts';
import { extraction } from '../loading.ts';

/** Options of `packets.extract`. */
export interface ExtractOptions extends DiskOptions, ArchiveOptions {}

/** A file that `packets.extract` has written. */
export interface ExtractedFile {
  /** Id of the file at the platform: 32 hex digits. */
  readonly fileId: string;
  /** Original name, as it was uploaded. */
  readonly name: string;
  /** Where it is: an absolute path right under the folder, with a name made safe. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

const TASK = {
  vendor: 'astral',
  title: 'Astral.Platform',
  operation: 'packets.extract',
  writes: 'folder',
} as const;
const shape = { ...diskShape, ...archiveShape };
const schema = once(() => z.object({ directory: pathSchema }));

/** Downloads a packet into a folder: all of its files, or none. */
export async function extractPacket(
  client: Caller,
  packetId: string,
  directory: string | URL,
  options: ExtractOptions,
): Promise<ExtractedFile[]> {
  checkCall(TASK.operation, options, shape, { schema: schema(), values: { directory } });
  const { onProgress, overwrite = 'error', ...rest } = options;
  ahead(extraction);
  const { entries, totalBytes } = await openArchive(client, extractPacketFiles, packetId, rest, true);
  try {
    const { writeEntries } = await extraction();
    const { signal } = rest;
    return await writeEntries(TASK, entries, directory, { overwrite, onProgress, totalBytes, signal });
  } finally {
    await entries.close();
  }
}
