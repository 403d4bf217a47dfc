import { FileBatch, meter, pathOf, safeName, TargetFolder } from '@partner-apis/core/disk';
import {
  type Caller,
  type DiskOptions,
  diskShape,
  pathSchema,
  throwIfAborted,
  once,
} from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import type { ArchiveEntries } from '../archive/archive-entries.ts';
import { type ArchiveOptions, archiveShape, openArchive } from '../archive/open-archive.ts';
import { extractPacketFiles } from '../../api/file-operations.ts';
import { checkCall } from '../../api/invalid.ts';

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
  const { entries, totalBytes } = await openArchive(client, extractPacketFiles, packetId, rest, true);
  try {
    const folder = await TargetFolder.open(TASK, pathOf(directory));
    const batch = new FileBatch(TASK, folder, overwrite);
    try {
      const files = await writeAll(entries, batch, onProgress, totalBytes);
      await batch.flush();
      throwIfAborted(TASK, rest.signal);
      const paths = await batch.commit();
      return files.map((file, index) => ({ ...file, path: paths[index] ?? '' }));
    } catch (error) {
      await batch.abandon();
      throw error;
    }
  } finally {
    await entries.close();
  }
}

async function writeAll(
  entries: ArchiveEntries,
  batch: FileBatch,
  onProgress: ExtractOptions['onProgress'],
  totalBytes: number | undefined,
): Promise<Omit<ExtractedFile, 'path'>[]> {
  const files: Omit<ExtractedFile, 'path'>[] = [];
  const metered = meter(onProgress, totalBytes);
  for (let entry = await entries.next(); entry !== undefined; entry = await entries.next()) {
    const { fileId, name, size } = entry;
    await batch.write(safeName(name, fileId), metered(name, entry.chunks()));
    files.push({ fileId, name, size });
  }
  return files;
}
