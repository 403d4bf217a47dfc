import type { CallOptions } from '@partner-apis/core/user';
import type { OnProgress } from '@partner-apis/core/vendor';

/** A stream that a source opens: a Readable, a ReadableStream or any async iterable of bytes; text goes out as UTF-8. */
export type UploadStream = AsyncIterable<Uint8Array | string>;

/**
 * Contents of a file to upload:
 * - bytes, or a text, which is sent as UTF-8 (a text is never taken for a path);
 * - a Blob or File;
 * - a path: a `file:` URL or `{ path }`;
 * - a function that opens a stream. It is called once per attempt and must open a new stream each time.
 */
export type UploadData =
  | Uint8Array
  | string
  | Blob
  | URL
  | { readonly path: string }
  | (() => UploadStream | PromiseLike<UploadStream>);

/** A file to upload. */
export interface UploadFile {
  /**
   * Its name for those who download it: well-formed text, not empty. Line breaks are allowed, and escaped in the form; other control
   * characters are refused, having no spelling there.
   */
  readonly name: string;
  /** Its contents, or where to get them. */
  readonly data: UploadData;
  /** Media type. Default: that of the Blob, else `application/octet-stream`. */
  readonly type?: string | undefined;
  /**
   * Bytes, where only you know: for a function. Given for another source, it must be that source's. With the sizes of all files known
   * the request has a Content-Length; otherwise it goes out chunked, which the manual says nothing about. A source that turns out
   * longer or shorter fails the upload.
   */
  readonly size?: number | undefined;
}

/** The largest file that the platform takes: "128 Мб" in section 1.2 of the manual, read as MiB. */
export const MAX_FILE_BYTES = 134_217_728;

/** Options of an upload. */
export interface UploadOptions extends CallOptions {
  /** Called as bytes are sent. Default: nobody is told. */
  readonly onProgress?: OnProgress;
  /**
   * Refuse larger files without sending them; one from a function without `size` is broken off on the way. Default 134,217,728, the
   * platform's own limit; `Infinity` leaves it to the platform.
   */
  readonly maxFileBytes?: number;
}
