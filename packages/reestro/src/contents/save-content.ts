import {
  ahead,
  type Caller,
  checkArguments,
  type DiskOptions,
  diskShape,
  later,
  loadedFor,
  pathSchema,
  type SavedFile,
  once,
} from '@partner-apis/core/vendor';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { ContentMismatchError } from './content-mismatch-error.ts';
import { saveContent } from './operations.ts';

/** Options of `contents.save`. */
export interface SaveContentOptions extends DiskOptions {
  /** MD5 that the file must have, as 32 hex digits in any case: `md5` of a ContentInfo. Default: what arrives is not compared. */
  readonly md5?: string | undefined;
}

/** A stored file that `contents.save` has written. */
export interface SavedContent extends SavedFile {
  /** MD5 of what was written, 32 hex digits in lower case. */
  readonly md5: string;
}

const TASK = {
  vendor: 'reestro',
  title: 'Kontur.Reestro',
  operation: 'contents.save',
  writes: 'file',
} as const;

/** What writes files. */
const disk = later(
  'What saves files of Kontur.Reestro',
  () => import(/* webpackMode: "eager" */ '@partner-apis/core/disk'),
);

const shape = {
  ...diskShape,
  md5: z.lazy(() =>
    z.optional(z.string('must be a string').check(z.regex(/^[0-9a-f]{32}$/i, 'must be 32 hex digits'))),
  ),
};
const schema = once(() => z.object({ path: pathSchema }));

/** Downloads a stored file to a path: all of it, and the one that was announced, or nothing. */
export async function saveContentTo(
  client: Caller,
  contentId: string,
  path: string | URL,
  options: SaveContentOptions,
): Promise<SavedContent> {
  checkArguments(TASK, options, shape, { schema: schema(), values: { path } });
  const { onProgress, overwrite, md5, ...rest } = options;
  ahead(disk);
  const body = await client.call(saveContent, { params: { contentId } }, rest);
  const { saveDownload } = await loadedFor(body, disk);
  const hash = createHash('md5');
  let actual = '';
  const saved = await saveDownload(TASK, body, path, {
    overwrite,
    onProgress,
    signal: rest.signal,
    onChunk: (chunk) => void hash.update(chunk),
    accept() {
      actual = hash.digest('hex');
      const expected = md5?.toLowerCase() ?? actual;
      if (actual !== expected) throw new ContentMismatchError(contentId, expected, actual);
    },
  });
  return { ...saved, md5: actual };
}
