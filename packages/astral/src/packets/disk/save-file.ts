import { type Caller, transient } from '@partner-apis/core/vendor';
import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { FileRef } from '../../api/ids.ts';
import { throwIfAborted } from '../aborted.ts';
import { saveFileContents } from '../../api/file-operations.ts';
import { checkCall } from '../../api/invalid.ts';
import { meter, metered } from '../meter.ts';
import { type FileOptions, openFile, verifyShape } from '../open-file.ts';
import { type DiskOptions, diskShape, pathOf, pathSchema } from './disk-options.ts';
import { FileBatch } from './file-batch.ts';
import { TargetFolder } from './place/target-folder.ts';

/** Options of `files.save`. */
export interface SaveOptions extends DiskOptions, FileOptions {}

/** A file that `files.save` has written. */
export interface SavedFile {
  /** Where it is: links in its folder's path resolved, and with `overwrite: 'rename'` under another name where that was taken. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

const OPERATION = 'files.save';
const shape = { ...diskShape, ...verifyShape };
const schema = z.object({ path: pathSchema });

/** Downloads a file to a path: all of it, or nothing. */
export async function saveFile(
  client: Caller,
  ref: FileRef,
  path: string | URL,
  options: SaveOptions,
): Promise<SavedFile> {
  checkCall(OPERATION, options, shape, { schema, values: { path } });
  const { onProgress, overwrite = 'error', ...rest } = options;
  const wanted = resolve(pathOf(path));
  const { data: body } = await openFile(client, saveFileContents, ref, rest);
  try {
    const folder = await TargetFolder.open(OPERATION, dirname(wanted));
    const batch = new FileBatch(OPERATION, folder, overwrite);
    try {
      let size = 0;
      const counted = metered(transient(body.stream()), (bytes) => {
        size += bytes;
      });
      const file = basename(wanted);
      await batch.write(file, meter(onProgress, body.size)(file, counted));
      await batch.flush();
      throwIfAborted(OPERATION, rest.signal);
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
