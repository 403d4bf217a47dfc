import { basename, dirname, resolve } from 'node:path';
import type { DiskTask } from '../disk/disk-errors.ts';
import { FileBatch } from '../disk/file-batch.ts';
import { pathOf } from './disk-options.ts';
import type { Overwrite } from '../disk/place-file.ts';
import { TargetFolder } from '../disk/target-folder.ts';
import { transient } from '../memory/passed-chunks.ts';
import type { StreamedBody } from '../operation/streamed-body.ts';
import { throwIfAborted } from './aborted.ts';
import { meter, metered } from './meter.ts';
import type { OnProgress } from './progress.ts';

/** A file that has been written. */
export interface SavedFile {
  /** Where it is: links in its folder's path resolved, and with `overwrite: 'rename'` under another name where that was taken. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/** How a download is written. */
export interface SaveSettings {
  /** What becomes of a file that has the name already. Default `error`. */
  readonly overwrite?: Overwrite | undefined;
  /** Called as bytes arrive. Default: nobody is told. */
  readonly onProgress?: OnProgress | undefined;
  /** Ends it before the file has its name. Default: none. */
  readonly signal?: AbortSignal | undefined;
  /** Sees every chunk as it passes. Default: nobody does. */
  readonly onChunk?: (chunk: Uint8Array) => void;
  /** Looks at the whole when it is on the disk and has no name yet; what it throws leaves no file. Default: nobody does. */
  readonly accept?: () => void;
}

/** Writes a download to a path: all of it, or nothing. Ends the download, whatever happens. */
export async function saveDownload(
  task: DiskTask,
  body: Pick<StreamedBody, 'stream' | 'size' | 'discard'>,
  path: string | URL,
  { overwrite = 'error', onProgress, signal, onChunk, accept }: SaveSettings = {},
): Promise<SavedFile> {
  const wanted = resolve(pathOf(path));
  const name = basename(wanted);
  try {
    const folder = await TargetFolder.open(task, dirname(wanted));
    const batch = new FileBatch(task, folder, overwrite);
    try {
      let size = 0;
      const passing = metered(transient(body.stream()), (bytes, chunk) => {
        size += bytes;
        if (chunk !== undefined) onChunk?.(chunk);
      });
      await batch.write(name, meter(onProgress, body.size)(name, passing));
      await batch.flush();
      throwIfAborted(task, signal);
      accept?.();
      const [saved = wanted] = await batch.commit();
      return { path: saved, size };
    } catch (error) {
      await batch.abandon();
      throw error;
    }
  } finally {
    body.discard();
  }
}
