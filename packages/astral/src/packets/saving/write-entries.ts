import { FileBatch, meter, pathOf, safeName, TargetFolder } from '@partner-apis/core/disk';
import { type DiskTask, type OnProgress, type Overwrite, throwIfAborted } from '@partner-apis/core/vendor';
import type { ArchiveEntries } from '../archive/archive-entries.ts';
import type { ExtractedFile } from './extract-packet.ts';

// What `later()` looks at.
export { coreVersion } from '@partner-apis/core/disk';

/** How the files of an archive are written. */
export interface WriteSettings {
  readonly overwrite: Overwrite;
  readonly onProgress: OnProgress | undefined;
  /** Of all files, where it is known. */
  readonly totalBytes: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Writes the files of an archive into a folder: all of them, or none. */
export async function writeEntries(
  task: DiskTask,
  entries: ArchiveEntries,
  directory: string | URL,
  { overwrite, onProgress, totalBytes, signal }: WriteSettings,
): Promise<ExtractedFile[]> {
  const folder = await TargetFolder.open(task, pathOf(directory));
  const batch = new FileBatch(task, folder, overwrite);
  try {
    const files = await writeAll(entries, batch, meter(onProgress, totalBytes));
    await batch.flush();
    throwIfAborted(task, signal);
    const paths = await batch.commit();
    return files.map((file, index) => ({ ...file, path: paths[index] ?? '' }));
  } catch (error) {
    await batch.abandon();
    throw error;
  }
}

async function writeAll(
  entries: ArchiveEntries,
  batch: FileBatch,
  metered: ReturnType<typeof meter>,
): Promise<Omit<ExtractedFile, 'path'>[]> {
  const files: Omit<ExtractedFile, 'path'>[] = [];
  for (let entry = await entries.next(); entry !== undefined; entry = await entries.next()) {
    const { fileId, name, size } = entry;
    await batch.write(safeName(name, fileId), metered(name, entry.chunks()));
    files.push({ fileId, name, size });
  }
  return files;
}
