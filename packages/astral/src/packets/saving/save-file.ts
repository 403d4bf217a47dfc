import {
  ahead,
  type Caller,
  type DiskOptions,
  diskShape,
  loadedFor,
  pathSchema,
  type SavedFile,
  once,
} from '@partner-apis/core/vendor';
import * as z from 'zod/mini';
import { saveFileContents } from '../../api/file-operations.ts';
import type { FileRef } from '../../api/ids.ts';
import { checkCall } from '../../api/invalid.ts';
import { disk } from '../loading.ts';
import { type FileOptions, openFile, verifyShape } from '../open-file.ts';

/** Options of `files.save`. */
export interface SaveOptions extends DiskOptions, FileOptions {}

const TASK = { vendor: 'astral', title: 'Astral.Platform', operation: 'files.save', writes: 'file' } as const;
const shape = { ...diskShape, ...verifyShape };
const schema = once(() => z.object({ path: pathSchema }));

/** Downloads a file to a path: all of it, or nothing. */
export async function saveFile(
  client: Caller,
  ref: FileRef,
  path: string | URL,
  options: SaveOptions,
): Promise<SavedFile> {
  checkCall(TASK.operation, options, shape, { schema: schema(), values: { path } });
  const { onProgress, overwrite, ...rest } = options;
  ahead(disk);
  const { data: body } = await openFile(client, saveFileContents, ref, rest);
  const { saveDownload } = await loadedFor(body, disk);
  return saveDownload(TASK, body, path, { overwrite, onProgress, signal: rest.signal });
}
