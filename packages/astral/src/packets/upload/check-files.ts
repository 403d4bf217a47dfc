import { isErrorLike } from '@partner-apis/core/vendor';
import type { Issue } from '@partner-apis/core/user';
import { access, constants, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { callbackSchema, invalid } from '../../api/invalid.ts';
import { type OpenSource, openBlob, openBytes, openPath, openStream } from './open-source.ts';
import { MAX_FILE_BYTES, type UploadData, type UploadStream } from './upload-file.ts';

/** A file that can be sent, as often as needed. */
export interface CheckedFile {
  readonly name: string;
  readonly type: string;
  readonly size: number | undefined;
  /** Largest size that may be sent. */
  readonly limit: number;
  open(): Promise<OpenSource>;
}

/** What is known of a source, or what is wrong with it. */
type Source =
  | { readonly size: number | undefined; readonly type?: string; readonly open: () => Promise<OpenSource> }
  | { readonly problem: string };

const OPERATION = 'packets.upload';
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;[\x20-\x7e]*)?$/;
// Line breaks are escaped in the form; other control characters have no spelling there.
const CONTROL = /(?![\r\n])\p{Cc}/u;

/** Options of an upload that the pipeline does not know. */
export const uploadShape = {
  onProgress: callbackSchema,
  maxFileBytes: z.lazy(() =>
    z.optional(
      z.custom((value) => typeof value === 'number' && value >= 0, 'must be a number of bytes, or Infinity'),
    ),
  ),
};

/** Checks everything that can be known before a socket opens. Throws RequestValidationError with every issue. */
export async function checkFiles(files: unknown, limit: number = MAX_FILE_BYTES): Promise<CheckedFile[]> {
  const issues: Issue[] = [];
  if (!Array.isArray(files) || files.length === 0) {
    issues.push({ path: ['files'], message: 'must be an array of at least one file' });
    throw invalid(OPERATION, issues);
  }
  const list: readonly unknown[] = files;
  const checked = await Promise.all(list.map((file, index) => checkFile(file, index, limit, issues)));
  if (issues.length > 0) throw invalid(OPERATION, issues);
  return checked.filter((file) => file !== undefined);
}

async function checkFile(
  file: unknown,
  index: number,
  limit: number,
  issues: Issue[],
): Promise<CheckedFile | undefined> {
  const complain = (field: string, message: string): void => {
    issues.push({ path: ['files', index, field], message });
  };
  if (typeof file !== 'object' || file === null) {
    issues.push({ path: ['files', index], message: 'must be { name, data }' });
    return undefined;
  }
  const { name, type, size, data, ...unknown }: Record<string, unknown> = { ...file };
  for (const key of Object.keys(unknown)) complain(key, 'is not known; there are: name, data, type, size');
  if (typeof name !== 'string' || name === '') complain('name', 'must be a non-empty string');
  else if (!name.isWellFormed())
    complain('name', 'must be well-formed text: it holds half of a surrogate pair');
  else if (CONTROL.test(name)) complain('name', 'must not hold control characters other than line breaks');
  if (type !== undefined && !(typeof type === 'string' && MEDIA_TYPE.test(type))) {
    complain('type', 'must be a media type such as application/pdf');
  }
  const declared = typeof size === 'number' && Number.isSafeInteger(size) && size >= 0 ? size : undefined;
  if (size !== undefined && declared === undefined) complain('size', 'must be a whole number of bytes');
  const source = await sourceOf(data);
  if ('problem' in source) {
    complain('data', source.problem);
    return undefined;
  }
  const known = source.size ?? declared;
  if (declared !== undefined && source.size !== undefined && declared !== source.size) {
    complain('size', `is ${declared}, but data holds ${source.size} bytes`);
  }
  if (known !== undefined && known > limit)
    complain('data', `holds ${known} bytes, which is more than ${limit} (maxFileBytes)`);
  return {
    name: String(name),
    type: typeof type === 'string' ? type : source.type || 'application/octet-stream',
    size: known,
    limit,
    open: source.open,
  };
}

async function sourceOf(data: unknown): Promise<Source> {
  if (typeof data === 'string') return ofBytes(Buffer.from(data));
  if (data instanceof Uint8Array) return ofBytes(data);
  if (data instanceof Blob) return { size: data.size, type: data.type, open: async () => openBlob(data) };
  if (data instanceof URL) {
    if (data.protocol !== 'file:') return { problem: 'must be a file: URL' };
    return ofPath(data);
  }
  // Only the function's result can tell whether it keeps what its type says; `openStream` looks at it.
  if (typeof data === 'function') return ofFunction(data as Extract<UploadData, () => unknown>);
  if (typeof data === 'object' && data !== null) {
    if ('path' in data && typeof data.path === 'string' && !('pipe' in data)) return ofPath(data.path);
    if (Symbol.asyncIterator in data) {
      return { problem: 'is a stream, which can be read once: pass a function that opens one' };
    }
  }
  return { problem: 'must be bytes, text, a Blob, a file: URL, { path } or a function that opens a stream' };
}

function ofBytes(bytes: Uint8Array): Source {
  return { size: bytes.byteLength, open: async () => openBytes(bytes) };
}

async function ofPath(where: string | URL): Promise<Source> {
  try {
    const path = typeof where === 'string' ? where : fileURLToPath(where);
    const found = await stat(path);
    if (found.isDirectory()) return { problem: 'is a directory: list its files one by one' };
    if (!found.isFile()) return { problem: 'is not a regular file' };
    await access(path, constants.R_OK);
    return { size: found.size, open: async () => openPath(path) };
  } catch (error) {
    return { problem: `cannot be read: ${isErrorLike(error) ? error.message : String(error)}` };
  }
}

function ofFunction(open: Extract<UploadData, () => unknown>): Source {
  const opened = new WeakSet<UploadStream>();
  return {
    size: undefined,
    async open() {
      const stream: unknown = await open();
      if (!isStream(stream)) throw new TypeError('the function did not return a stream');
      // A stream that has been read once would send an empty file the second time.
      if (opened.has(stream)) throw new TypeError('the function must open a new stream each time');
      opened.add(stream);
      return openStream(stream);
    },
  };
}

function isStream(value: unknown): value is UploadStream {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
